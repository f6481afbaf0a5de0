using Postroom.Mail.Dkim;
using Postroom.Signing;
using Postroom.Tests.Mail.Dkim;

namespace Postroom.Tests.Signing;

public sealed class MailSignerTests : IAsyncLifetime
{
    readonly SigningScene _scene = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task A_message_is_signed_by_every_active_key_and_verifies()
    {
        var rsa = await _scene.ActivateNewAsync(DkimAlgorithm.Rsa);
        var ed25519 = await _scene.ActivateNewAsync();
        var message = SigningScene.MessageFrom(SigningScene.Domain);

        var signed = Assert.IsType<SigningOutcome.WithSignatures>(_scene.Signer.Sign(message));

        var verdicts = Assert.Single(await DkimVerdict.ProbeAsync(
            "verify_dkim.py", [[.. signed.Signatures.Span, .. message]], (rsa.RecordName, rsa.Record), (ed25519.RecordName, ed25519.Record)));
        Assert.Equal(2, verdicts.Count);
        Assert.All(verdicts, one => Assert.Equal("pass", one.Result));
    }

    [Fact]
    public async Task A_prepared_key_signs_nothing()
    {
        await _scene.CreateAsync();

        Assert.IsType<SigningOutcome.NotSigned>(_scene.Signer.Sign(SigningScene.MessageFrom(SigningScene.Domain)));
    }

    [Theory, InlineData("example.org"), InlineData("news.example.com"), InlineData("badexample.com")]
    public async Task Another_From_domain_is_not_signed_for(string from)
    {
        await _scene.ActivateNewAsync();

        Assert.IsType<SigningOutcome.NotSigned>(_scene.Signer.Sign(SigningScene.MessageFrom(from)));
    }

    [Fact]
    public async Task A_subdomain_is_signed_for_by_choice_and_named()
    {
        await _scene.ActivateNewAsync();
        await _scene.SigningKeys.ChooseAsync(
            new SigningDomain(SigningScene.Domain) { SignsSubdomains = true }, "ann", Token);

        var fields = SigningScene.Fields(_scene.Signer.Sign(SigningScene.MessageFrom("a.news.example.com")));

        Assert.Contains("d=example.com; i=@a.news.example.com;", fields, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subdomain_with_a_key_of_its_own_signs_for_itself()
    {
        await _scene.ActivateNewAsync();
        await _scene.ActivateNewAsync(domain: "news.example.com");
        await _scene.SigningKeys.ChooseAsync(
            new SigningDomain(SigningScene.Domain) { SignsSubdomains = true }, "ann", Token);

        Assert.Contains("d=news.example.com; s=", SigningScene.Fields(_scene.Signer.Sign(SigningScene.MessageFrom("news.example.com"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_whose_key_is_lost_is_blocked_with_the_cure()
    {
        var key = await _scene.ActivateNewAsync();
        var keys = await _scene.WithLostKeyRingAsync();

        var blocked = Assert.IsType<SigningOutcome.Blocked>(new MailSigner(keys, _scene.Store.Time).Sign(SigningScene.MessageFrom(SigningScene.Domain)));

        Assert.Contains($"the signing key {key.Selector} cannot be used: the keys of the data folder were lost or replaced", blocked.Reason, StringComparison.Ordinal);
        Assert.True(keys.IsLost(key));
    }

    [Fact]
    public async Task Mail_of_others_goes_on_while_a_key_is_lost()
    {
        await _scene.ActivateNewAsync();
        var keys = await _scene.WithLostKeyRingAsync();

        Assert.IsType<SigningOutcome.NotSigned>(new MailSigner(keys, _scene.Store.Time).Sign(SigningScene.MessageFrom("example.org")));
    }

    [Fact]
    public async Task Mail_whose_key_is_lost_goes_unsigned_where_that_was_chosen()
    {
        await _scene.ActivateNewAsync();
        await _scene.SigningKeys.ChooseAsync(
            new SigningDomain(SigningScene.Domain) { SendsUnsigned = true }, "ann", Token);
        var keys = await _scene.WithLostKeyRingAsync();

        Assert.IsType<SigningOutcome.NotSigned>(new MailSigner(keys, _scene.Store.Time).Sign(SigningScene.MessageFrom(SigningScene.Domain)));
    }

    [Fact]
    public async Task A_key_that_another_node_activated_signs_after_the_refresh()
    {
        var key = await _scene.CreateAsync();
        await _scene.Store.SigningKeys.ActivateAsync(SigningScene.Domain, key.Selector, _scene.Store.Time.GetUtcNow(), Token);
        Assert.IsType<SigningOutcome.NotSigned>(_scene.Signer.Sign(SigningScene.MessageFrom(SigningScene.Domain)));

        await _scene.Keys.RefreshAsync(Token);

        Assert.Contains($"s={key.Selector};", SigningScene.Fields(_scene.Signer.Sign(SigningScene.MessageFrom(SigningScene.Domain))), StringComparison.Ordinal);
    }
}
