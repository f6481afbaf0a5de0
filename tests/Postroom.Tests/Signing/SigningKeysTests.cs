using Postroom.Mail.Dkim;
using Postroom.Signing;

namespace Postroom.Tests.Signing;

public sealed class SigningKeysTests : IAsyncLifetime
{
    readonly SigningScene _scene = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task Keys_of_both_kinds_have_the_year_in_their_names()
    {
        var year = _scene.Store.Time.GetUtcNow().Year;

        var made = Assert.IsType<SigningChange.Done>(await _scene.SigningKeys.CreateAsync("Example.COM", [DkimAlgorithm.Rsa, DkimAlgorithm.Ed25519], null, "ann", Token));

        Assert.Equal([$"pr{year}a._domainkey.example.com", $"pr{year}e._domainkey.example.com"], made.Keys.Select(key => key.RecordName));
    }

    [Fact]
    public async Task The_next_key_of_a_year_has_a_number()
    {
        var first = await _scene.CreateAsync();

        Assert.Equal(first.Selector + "2", (await _scene.CreateAsync()).Selector);
    }

    [Fact]
    public async Task A_private_half_is_kept_protected_and_told_nowhere()
    {
        using var key = DkimKey.Create(DkimAlgorithm.Ed25519);
        var secret = key.ExportPem().Split('\n')[1];

        await _scene.SigningKeys.ImportAsync(SigningScene.Domain, "old", key.ExportPem(), "ann", Token);

        var kept = await _scene.FindAsync("old");
        Assert.DoesNotContain(secret, kept.ProtectedKey + kept, StringComparison.Ordinal);
        Assert.Equal(key.PublicKey, kept.PublicKey);
        Assert.All(await _scene.Store.Audit.ListAsync(10, Token), entry => Assert.DoesNotContain(secret, entry.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_with_an_import_is_said_at_once()
    {
        var refused = Assert.IsType<SigningChange.Refused>(
            await _scene.SigningKeys.ImportAsync("no domain", "NO SELECTOR", "no key", "ann", Token));

        Assert.Equal(["Domain", "Selector", "Pem"], refused.Problems.Select(problem => problem.Field));
    }

    [Fact]
    public async Task A_key_is_not_activated_while_DNS_does_not_show_its_record()
    {
        var key = await _scene.CreateAsync();

        Assert.Equal(new SigningChange.RecordNotSeen(new RecordSighting.Absent()), await ActivateAsync(key));
        Assert.Equal(SigningKeyState.Prepared, (await _scene.FindAsync(key.Selector)).State);
    }

    [Fact]
    public async Task A_key_is_activated_unseen_on_demand_and_the_audit_log_says_so()
    {
        var key = await _scene.CreateAsync();

        Assert.IsType<SigningChange.Done>(
            await _scene.SigningKeys.ActivateAsync(SigningScene.Domain, key.Selector, evenUnseen: true, "ann", Token));

        var entry = (await _scene.Store.Audit.ListAsync(1, Token))[0];
        Assert.Equal(("ann", "signing-key.activated", key.RecordName, "the record was not looked for"), (entry.Actor, entry.Action, entry.Subject, entry.Detail));
    }

    [Fact]
    public async Task Rotation_keeps_the_former_key_for_the_mail_on_the_way()
    {
        var old = await _scene.ActivateNewAsync();
        var next = await _scene.ActivateNewAsync();

        Assert.Equal(SigningKeyState.Retiring, (await _scene.FindAsync(old.Selector)).State);
        Assert.Contains($"s={next.Selector};", SigningScene.Fields(_scene.Signer.Sign(SigningScene.MessageFrom(SigningScene.Domain))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v=DKIM1; k=ed25519; p={0}", typeof(RecordSighting.Seen))]
    [InlineData("k=ed25519;p={0}; t=s; n=a note", typeof(RecordSighting.Seen))]
    [InlineData(" v = DKIM1 ; k = ed25519 ; p = {0} ;", typeof(RecordSighting.Seen))]
    [InlineData("v=DKIM1; k=rsa; p={0}", typeof(RecordSighting.Different))]
    [InlineData("v=DKIM1; p={0}", typeof(RecordSighting.Different))]
    [InlineData("v=DKIM1; k=ed25519; p=", typeof(RecordSighting.Different))]
    [InlineData("v=DKIM1; k=ed25519; p={0}; p={0}", typeof(RecordSighting.Different))]
    [InlineData("\"v=DKIM1; k=ed25519; p={0}\"", typeof(RecordSighting.Different))]
    public async Task A_record_is_known_by_what_receivers_read_in_it(string record, Type sighting)
    {
        var key = await _scene.CreateAsync();
        _scene.Dns.Publish(key.RecordName, record.Replace("{0}", key.PublicKey, StringComparison.Ordinal));

        Assert.IsType(sighting, await _scene.SigningKeys.LookAsync(SigningScene.Domain, key.Selector, Token));
    }

    [Fact]
    public async Task Two_records_at_once_are_different_and_no_answer_is_unknown()
    {
        var (one, other) = (await _scene.CreateAsync(), await _scene.CreateAsync());
        _scene.Dns.Publish(one.RecordName, one.Record, "v=DKIM1; p=");
        _scene.Dns.FallSilent(other.RecordName);

        Assert.IsType<RecordSighting.Different>(
            await _scene.SigningKeys.LookAsync(SigningScene.Domain, one.Selector, Token));
        Assert.IsType<RecordSighting.Unknown>(
            await _scene.SigningKeys.LookAsync(SigningScene.Domain, other.Selector, Token));
    }

    [Theory, InlineData(29, 7), InlineData(731, 7), InlineData(30, 0), InlineData(30, 91)]
    public async Task Days_out_of_range_are_not_kept(int rotates, int keeps) =>
        Assert.IsType<SigningChange.Refused>(await _scene.SigningKeys.ChooseAsync(
        new SigningDomain(SigningScene.Domain) { RotatesAfterDays = rotates, KeepsRecordDays = keeps }, "ann", Token));

    Task<SigningChange> ActivateAsync(SigningKey key) => _scene.SigningKeys.ActivateAsync(
        SigningScene.Domain, key.Selector, evenUnseen: false, "ann", Token);
}
