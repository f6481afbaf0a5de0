using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Signing;

namespace Postroom.Tests.Signing;

public sealed class KeyRotationTests : IAsyncLifetime
{
    readonly SigningScene _scene = new();
    readonly KeyRotation _rotation;

    public KeyRotationTests() => _rotation = new KeyRotation(
        _scene.Store.SigningKeys, _scene.SigningKeys, new PublishedRecords(_scene.Dns), _scene.Store.Time, NullLogger<KeyRotation>.Instance);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _rotation.Dispose();
        await _scene.DisposeAsync();
    }

    [Theory, InlineData(6, SigningKeyState.Retiring), InlineData(7, SigningKeyState.Retired)]
    public async Task A_replaced_key_retires_when_its_record_was_kept_long_enough(int days, SigningKeyState state)
    {
        var old = await _scene.ActivateNewAsync();
        await _scene.ActivateNewAsync();
        _scene.Store.Time.Advance(TimeSpan.FromDays(days));

        await _rotation.LookAsync(Token);

        Assert.Equal(state, (await _scene.FindAsync(old.Selector)).State);
    }

    [Fact]
    public async Task No_key_is_made_by_itself_unless_it_was_chosen()
    {
        await _scene.ActivateNewAsync();
        _scene.Store.Time.Advance(TimeSpan.FromDays(3_650));

        await _rotation.LookAsync(Token);

        Assert.Single((await _scene.Store.SigningKeys.ReadAsync(Token)).Keys);
    }

    [Fact]
    public async Task An_old_key_is_followed_by_the_next_as_soon_as_DNS_shows_its_record()
    {
        var old = await _scene.ActivateNewAsync();
        await _scene.SigningKeys.ChooseAsync(
            new SigningDomain(SigningScene.Domain) { RotatesAfterDays = 180 }, "ann", Token);
        _scene.Store.Time.Advance(TimeSpan.FromDays(180));

        await _rotation.LookAsync(Token);
        await _rotation.LookAsync(Token);

        var next = Assert.Single((await _scene.Store.SigningKeys.ReadAsync(Token)).Keys, key => key.State == SigningKeyState.Prepared);
        Assert.Equal(SigningKeyState.Active, (await _scene.FindAsync(old.Selector)).State);

        _scene.Dns.Publish(next.RecordName, next.Record);
        await _rotation.LookAsync(Token);

        Assert.Equal(
            (SigningKeyState.Active, SigningKeyState.Retiring), ((await _scene.FindAsync(next.Selector)).State, (await _scene.FindAsync(old.Selector)).State));
    }
}
