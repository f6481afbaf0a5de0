using Microsoft.AspNetCore.DataProtection;
using Postroom.Notifications.Choices;
using Postroom.Settings;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.Notifications.Choices;

public sealed class PersonTokensTests : IAsyncDisposable
{
    static readonly PersonToken Example = new(new Guid("0198a2f4-0000-7000-8000-000000000001"), PersonTokenUse.Unsubscribe, 4_711);

    readonly SqliteTestStore _store = new();
    readonly EphemeralDataProtectionProvider _keys = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_token_says_what_was_written()
    {
        var tokens = await LoadedAsync();

        Assert.Equal(Example, tokens.Read(tokens.Write(Example)));
    }

    [Fact]
    public async Task A_token_is_read_after_a_restart_and_after_ten_years()
    {
        var token = (await LoadedAsync()).Write(Example);
        _store.Time.Advance(TimeSpan.FromDays(3_650));

        Assert.Equal(Example, (await LoadedAsync()).Read(token));
    }

    [Fact]
    public async Task A_changed_token_is_none()
    {
        var tokens = await LoadedAsync();
        var token = tokens.Write(Example);

        Assert.All(Enumerable.Range(0, token.Length - 1), at => Assert.Null(tokens.Read(Changed(token, at))));
    }

    [Theory, InlineData(null), InlineData(""), InlineData("x"), InlineData("../../etc"), InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Anything_else_is_none(string? token) => Assert.Null((await LoadedAsync()).Read(token));

    [Fact]
    public async Task A_token_of_another_installation_is_none()
    {
        await using var other = new SqliteTestStore();
        var elsewhere = new PersonTokens(other.Settings, new SecretProtector(_keys), _store.Time);
        await elsewhere.LoadAsync(TestContext.Current.CancellationToken);

        Assert.Null((await LoadedAsync()).Read(elsewhere.Write(Example)));
    }

    [Fact]
    public async Task A_lost_key_ring_makes_a_new_key_and_ends_older_links()
    {
        var token = (await LoadedAsync()).Write(Example);
        var tokens = new PersonTokens(_store.Settings, new SecretProtector(new EphemeralDataProtectionProvider()), _store.Time);
        await tokens.LoadAsync(TestContext.Current.CancellationToken);

        Assert.Equal((null, Example), (tokens.Read(token), tokens.Read(tokens.Write(Example))));
    }

    [Fact]
    public async Task The_key_is_stored_only_protected()
    {
        await LoadedAsync();

        var stored = await _store.Settings.ReadAsync("person-link-key", TestContext.Current.CancellationToken);
        Assert.StartsWith("{\"Key\":\"CfDJ8", stored!.Json, StringComparison.Ordinal);
    }

    static string Changed(string token, int at) => token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];

    async Task<PersonTokens> LoadedAsync()
    {
        var tokens = new PersonTokens(_store.Settings, new SecretProtector(_keys), _store.Time);
        await tokens.LoadAsync(TestContext.Current.CancellationToken);
        return tokens;
    }
}
