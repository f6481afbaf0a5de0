using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.Settings;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.People;

public sealed class SignInTests : IAsyncDisposable
{
    const string Email = "anna@example.com";
    const string Password = "four unrelated words here";

    static readonly IPAddress Home = IPAddress.Parse("198.51.100.7");

    readonly SqliteTestStore _store = new();
    readonly PasswordHasher<User> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 10 }));
    readonly KnownDevices _devices;
    readonly SignIn _signIn;

    public SignInTests()
    {
        _devices = new KnownDevices(new SecretProtector(new EphemeralDataProtectionProvider()), _store.Time);
        _signIn = On(_store);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(Email), InlineData(" ANNA@example.com ")]
    public async Task Takes_the_right_password(string email)
    {
        await AddAnnaAsync();

        Assert.IsType<SignInOutcome.SignedIn>(await _signIn.TryAsync(email, Password, FromHome(), Token));
    }

    [Theory, InlineData(Email, "wrong"), InlineData(Email, ""), InlineData("nobody@example.com", Password), InlineData("", "")]
    public async Task Refuses_everything_else(string email, string password)
    {
        await AddAnnaAsync();

        Assert.IsType<SignInOutcome.Refused>(await _signIn.TryAsync(email, password, FromHome(), Token));
    }

    [Fact]
    public async Task A_user_without_a_password_cannot_sign_in()
    {
        await AddAnnaAsync(hasPassword: false);

        Assert.IsType<SignInOutcome.Refused>(await _signIn.TryAsync(Email, "", FromHome(), Token));
    }

    [Theory, InlineData(Email), InlineData("nobody@example.com")]
    public async Task Five_wrong_ones_from_one_address_have_to_wait_there_whether_the_account_is_known_or_not(string email)
    {
        await AddAnnaAsync();
        for (var i = 0; i < 5; i++) await _signIn.TryAsync(email, "wrong", From("203.0.113.1"), Token);

        Assert.Equal(TimeSpan.FromMinutes(2), Assert.IsType<SignInOutcome.TooMany>(await _signIn.TryAsync(email, Password, From("203.0.113.1"), Token)).Wait);
    }

    [Theory, InlineData(7), InlineData(49)]
    public async Task Strangers_at_many_addresses_do_not_keep_the_owner_out(int strangers)
    {
        await AddAnnaAsync();
        await GuessAsync(strangers);

        Assert.IsType<SignInOutcome.SignedIn>(await _signIn.TryAsync(Email, Password, FromHome(), Token));
    }

    [Fact]
    public async Task So_many_strangers_together_that_they_could_guess_are_held_up_with_new_devices_and_a_known_one_is_let_through()
    {
        var anna = await AddAnnaAsync();
        await GuessAsync(50);

        var onNew = await _signIn.TryAsync(Email, Password, FromHome(), Token);
        var onKnown = await _signIn.TryAsync(Email, Password, FromHome(_devices.Remember(null, anna)), Token);

        Assert.Equal(TimeSpan.FromMinutes(1), Assert.IsType<SignInOutcome.TooMany>(onNew).Wait);
        Assert.IsType<SignInOutcome.SignedIn>(onKnown);
    }

    [Fact]
    public async Task A_new_device_gets_through_when_the_strangers_pause()
    {
        await AddAnnaAsync();
        await GuessAsync(60);
        _store.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.IsType<SignInOutcome.SignedIn>(await _signIn.TryAsync(Email, Password, FromHome(), Token));
    }

    [Fact]
    public async Task A_known_device_is_let_through_from_the_address_of_the_stranger()
    {
        var anna = await AddAnnaAsync();
        var note = _devices.Remember(null, anna);
        for (var i = 0; i < 30; i++) await _signIn.TryAsync(Email, "wrong", FromHome(), Token);

        Assert.IsType<SignInOutcome.TooMany>(await _signIn.TryAsync(Email, Password, FromHome(), Token));
        Assert.IsType<SignInOutcome.SignedIn>(await _signIn.TryAsync(Email, Password, FromHome(note), Token));
    }

    [Fact]
    public async Task A_known_device_does_not_guess_without_end_either()
    {
        var anna = await AddAnnaAsync();
        var note = _devices.Remember(null, anna);
        for (var i = 0; i < 10; i++) await _signIn.TryAsync(Email, "wrong", From($"203.0.113.{i}", note), Token);

        Assert.IsType<SignInOutcome.TooMany>(await _signIn.TryAsync(Email, Password, FromHome(note), Token));
    }

    [Fact]
    public async Task A_device_is_known_to_the_account_it_signed_in_to_and_to_no_other()
    {
        await AddAnnaAsync();
        var note = _devices.Remember(null, await AddAsync("ben@example.com"));
        await GuessAsync(50);

        Assert.IsType<SignInOutcome.TooMany>(await _signIn.TryAsync(Email, Password, FromHome(note), Token));
    }

    [Theory, InlineData("stamp"), InlineData("time"), InlineData("forged")]
    public async Task A_device_is_known_until_the_password_changes_or_a_long_time_passes_and_cannot_be_forged(string what)
    {
        var anna = await AddAnnaAsync();
        var note = what == "forged" ? "forged" : _devices.Remember(null, anna);
        if (what == "time") _store.Time.Advance(KnownDevices.Life);
        if (what == "stamp") await _store.Users.UpdateAsync(anna with { Stamp = "2" }, anna.Stamp, Token);

        Assert.Null(_devices.Find(note, await _store.Users.FindByEmailAsync(Email, Token)));
    }

    [Fact]
    public async Task Five_people_may_share_a_device_and_the_latest_are_known()
    {
        string? note = null;
        List<User> users = [];
        for (var i = 0; i < 6; i++)
        {
            users.Add(await AddAsync($"user{i}@example.com"));
            note = _devices.Remember(note, users[i]);
        }

        Assert.Equal([false, true, true, true, true, true], users.Select(user => _devices.Find(note, user) is not null));
    }

    [Theory, InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true), InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false), InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    public async Task A_network_of_IPv6_counts_as_one_and_IPv4_is_the_same_in_either_form(string first, string second, bool isOne)
    {
        await AddAnnaAsync();
        for (var i = 0; i < 5; i++) await _signIn.TryAsync(Email, "wrong", From(first), Token);

        Assert.Equal(isOne, await _signIn.TryAsync(Email, Password, From(second), Token) is SignInOutcome.TooMany);
    }

    [Fact]
    public async Task Two_nodes_count_together_however_many_try_at_once()
    {
        await AddAnnaAsync();
        await using var other = _store.OpenAnotherNode();
        SignIn[] nodes = [_signIn, On(other)];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => nodes[i % 2].TryAsync(Email, "wrong", From("203.0.113.1"), Token)));

        Assert.Equal((5, 15), (outcomes.Count(outcome => outcome is SignInOutcome.Refused), outcomes.Count(outcome => outcome is SignInOutcome.TooMany)));
    }

    [Fact]
    public async Task What_is_right_is_not_counted()
    {
        await AddAnnaAsync();
        for (var i = 0; i < 4; i++) await _signIn.TryAsync(Email, "wrong", FromHome(), Token);

        for (var i = 0; i < 6; i++) Assert.IsType<SignInOutcome.SignedIn>(await _signIn.TryAsync(Email, Password, FromHome(), Token));
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    static SignInOrigin From(string address, string? note = null) => new(IPAddress.Parse(address), note);

    static SignInOrigin FromHome(string? note = null) => new(Home, note);

    SignIn On(TestStore node) => new(
        node.Users, _hasher, new SignInGuard(new AccountLimits(node.Limits, node.Time), _devices), node.Audit, node.Time, NullLogger<SignIn>.Instance);

    async Task GuessAsync(int times)
    {
        for (var i = 0; i < times; i++) await _signIn.TryAsync(Email, "wrong", From($"203.0.113.{i}"), Token);
    }

    Task<User> AddAnnaAsync(bool hasPassword = true) => AddAsync(Email, hasPassword);

    async Task<User> AddAsync(string email, bool hasPassword = true)
    {
        var now = _store.Time.GetUtcNow();
        var user = new User { Id = Guid.CreateVersion7(now), Email = email, Name = "Anna", Role = UserRole.Viewer, Stamp = "1", CreatedAt = now };
        user = hasPassword ? user with { PasswordHash = _hasher.HashPassword(user, Password) } : user;
        await _store.Users.AddAsync(user, onlyIfFirst: false, Token);
        return user;
    }
}
