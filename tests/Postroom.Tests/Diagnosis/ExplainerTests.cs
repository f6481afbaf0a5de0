using System.Collections;
using System.Globalization;
using System.Text.Json;
using Postroom.Diagnosis;
using Postroom.Diagnosis.Remedies;
using Postroom.Languages;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.Replies;

namespace Postroom.Tests.Diagnosis;

public sealed class ExplainerTests
{
    static readonly CultureInfo English = CultureInfo.InvariantCulture;
    static readonly CultureInfo Japanese = CultureInfo.GetCultureInfo("ja");

    public static TheoryData<SmtpFault, SmtpStage> Failures =>
        [.. Enum.GetValues<SmtpFault>().SelectMany(fault => Enum.GetValues<SmtpStage>().Select(stage => (fault, stage)))];

    [Theory]
    [InlineData("554 5.7.1 Client host rejected: Access denied", "client-host-rejected", "administrator", "settings")]
    [InlineData("535 5.7.139 Authentication unsuccessful", "microsoft-password-off", "administrator", "settings")]
    [InlineData("534 5.7.9 Application-specific password required. For more information, go to https://support.google.com", "google-app-password", "administrator", "settings")]
    [InlineData("550 5.7.60 SMTP; Client does not have permissions to send as this sender", "microsoft-send-as-denied", "administrator", "settings")]
    [InlineData("454 4.7.0 Temporary authentication failure", "auth-temporary", "wait", "later")]
    [InlineData("421 4.7.28 Our system has detected an unusual rate", "google-mail-flood", "wait", "slow-down")]
    [InlineData("550-5.7.26 This mail is unauthenticated\r\n550 5.7.26 see the help page", "dmarc", "administrator", "never")]
    [InlineData("  550 No such user here\n", "no-such-user", "recipient", "never")]
    [InlineData("status=bounced (host mx.example.com[192.0.2.1]:25 said: 550 5.1.1 <x@example.com>: no (in reply to RCPT TO command))", "no-such-user", "recipient", "never")]
    [InlineData("to=<x@example.com>, relay=mx[192.0.2.1]:25, dsn=4.2.2, status=deferred", "mailbox-full", "recipient", "later")]
    [InlineData("host mx refused to talk to me: 554 no", "service-refused", "administrator", "settings")]
    [InlineData("connect to mail.example.com[192.0.2.1]:25: Connection refused", "connection-refused", "administrator", "later")]
    [InlineData("connect to mail.example.com port 587: Connection timed out", "timed-out", "wait", "later")]
    [InlineData("Error: self-signed certificate", "certificate-not-trusted", "administrator", "settings")]
    [InlineData("250 2.0.0 Ok: queued", "accepted", "nobody", "never")]
    [InlineData("450 5.1.1 contradiction", "recipient-later", "wait", "later")]
    [InlineData("hello", "unknown", "administrator", "later")]
    [InlineData("", "unknown", "administrator", "later")]
    public void Explains_what_people_paste(string text, string id, string who, string retry)
    {
        var explanation = ReplyExplainer.Explain(text, English);

        Assert.Equal((id, who, retry), (explanation.Id, explanation.Who, explanation.Retry));
    }

    [Fact]
    public void Explains_in_Japanese() =>
        Assert.Equal("宛先のサーバーに、そのメールボックスは存在しません。", ReplyExplainer.Explain("550 5.1.1 x", Japanese).Cause);

    [Fact]
    public void Its_JSON_has_the_promised_names() =>
        Assert.Equal(
            ["id", "cause", "remedy", "who", "retry", "links"],
            JsonDocument.Parse(ReplyExplainer.Explain("550 5.1.1 x", Japanese).ToJson()).RootElement.EnumerateObject().Select(member => member.Name));

    [Fact]
    public void Does_not_choke_on_a_novel() =>
        Assert.NotNull(ReplyExplainer.Explain(string.Concat(Enumerable.Repeat("550-5.7.1 (", 100_000)), English));

    [Theory, MemberData(nameof(Failures))]
    public void Every_failure_has_words_in_every_language(SmtpFault fault, SmtpStage stage)
    {
        var failure = new SmtpFailure(stage, fault, "detail");

        Assert.All([English, Japanese], language => Assert.NotEmpty(FailureExplainer.Explain(failure, null, language).Remedy));
    }

    [Theory]
    [InlineData(SmtpFault.TimedOut, SmtpStage.Connect, "timed-out-connect"), InlineData(SmtpFault.TimedOut, SmtpStage.Greeting, "timed-out-greeting")]
    [InlineData(SmtpFault.TimedOut, SmtpStage.Data, "timed-out"), InlineData(SmtpFault.ConnectionLost, SmtpStage.Greeting, "connection-lost-greeting")]
    public void The_same_fault_has_another_cause_before_the_first_word(SmtpFault fault, SmtpStage stage, string id) =>
        Assert.Equal(id, FailureExplainer.Explain(new SmtpFailure(stage, fault, ""), null, English).Id);

    [Fact]
    public void Names_the_server() =>
        Assert.Equal(
            "Nothing is listening at mail.example.com:25.",
            FailureExplainer.Explain(
                new SmtpFailure(SmtpStage.Connect, SmtpFault.ConnectionRefused, ""),
                new SmtpEndpoint("mail.example.com", 25, ConnectionSecurity.None),
                English).Cause);

    [Theory, InlineData("self-signed", "certificate-self-signed"), InlineData("brand-new", "certificate-other")]
    public void Says_what_is_wrong_with_a_certificate(string problem, string id)
    {
        var report = new TlsReport(null, null, [], [new CertificateProblem(problem, "")]);

        Assert.Equal(id, FailureExplainer.Explain(new SmtpFailure(SmtpStage.Tls, SmtpFault.CertificateNotTrusted, "", null, report), null, English).Id);
    }

    [Fact]
    public void Suggests_the_other_protocol() =>
        Assert.Equal(
            new SuggestedSettings { Security = "tls" },
            FailureExplainer.Explain(new SmtpFailure(SmtpStage.Greeting, SmtpFault.TlsOnPlaintextPort, ""), null, English).Settings);

    [Fact]
    public void Every_text_is_one_that_can_come_up() =>
        Assert.Equal(
            FailureNames.Ids.SelectMany(id => new[] { $"Fault.{id}.Cause", $"Fault.{id}.Remedy" }).Order(), KeysOf("Fault."));

    [Fact]
    public void Every_stage_has_a_name() =>
        Assert.Equal(
            Enum.GetValues<SmtpStage>().Select(Postroom.MailServers.Replies.ReplyNames.Of).Distinct().Select(
                word => $"Stage.{word}").Order(), KeysOf("Stage."));

    static IEnumerable<string> KeysOf(string family) =>
        Texts.Of(CultureInfo.InvariantCulture)!.Cast<DictionaryEntry>().Select(text => (string)text.Key)
            .Where(key => key.StartsWith(family, StringComparison.Ordinal)).Order();
}
