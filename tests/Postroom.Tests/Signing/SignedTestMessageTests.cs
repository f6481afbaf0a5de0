using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Diagnosis;
using Postroom.Mail.Dkim;
using Postroom.Signing;
using Postroom.Tests.Diagnosis;
using Postroom.Tests.Mail.Dkim;
using Postroom.Tests.Rendering.Support;
using Postroom.Tests.Support;
using static Postroom.Tests.Diagnosis.TestRuns;

namespace Postroom.Tests.Signing;

public sealed class SignedTestMessageTests : IAsyncLifetime
{
    readonly SigningScene _scene = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task The_test_message_is_signed_like_all_mail()
    {
        var key = await _scene.ActivateNewAsync(DkimAlgorithm.Rsa, "example.net");
        await using var server = new ScriptedMailServer(Message);

        var result = await TestAsync(server, _scene.Signer);

        Assert.True(result.Delivered);
        var arrived = server.Messages.Select(WithoutDots).ToList();
        var verdicts = await DkimVerdict.ProbeAsync("verify_dkim.mjs", arrived, (key.RecordName, key.Record));
        Assert.Equal("pass", Assert.Single(Assert.Single(verdicts)).Result);
    }

    [Fact]
    public async Task The_test_says_when_mail_cannot_be_signed_and_sends_nothing()
    {
        await _scene.ActivateNewAsync(domain: "example.net");
        await using var server = new ScriptedMailServer(Hello + "C: QUIT\nS: 221 bye");

        var result = await TestAsync(server, new MailSigner(await _scene.WithLostKeyRingAsync(), _scene.Store.Time));

        Assert.Equal((false, "signing-key-lost", "administrator", false), (result.Ok, result.Cause?.Id, result.Cause?.Who, result.Delivered));
        Assert.Empty(server.Messages);
    }

    // RFC 5321 §4.5.2: what begins with a dot travels with two.
    static byte[] WithoutDots(byte[] message) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(message).Replace("\r\n..", "\r\n.", StringComparison.Ordinal));

    static Task<Postroom.Diagnosis.TestResult> TestAsync(ScriptedMailServer server, MailSigner signer) =>
        new MailServerTest(Letters.Renderer, TimeProvider.System, NullLogger<MailServerTest>.Instance, servers: null, signer: signer)
            .RunToResultAsync(TestRuns.Request(server.Port, to: "ada@example.com"), Cancelled);
}
