using System.Collections;
using System.Globalization;
using Postroom.Languages;
using Postroom.Mail.Smtp;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers.Replies;

namespace Postroom.Tests.MailServers.Replies;

public sealed class ReplyTableTests
{
    public static TheoryData<SmtpFault> Faults => [.. Enum.GetValues<SmtpFault>()];

    [Theory]
    [InlineData(SmtpStage.Greeting, 554, "5.7.1", "Client host rejected: Access denied", "client-host-rejected", RetryClass.Settings)]
    [InlineData(SmtpStage.RcptTo, 554, "5.7.1", "<x>: Client host rejected: Access denied", "client-host-rejected", RetryClass.Settings)]
    [InlineData(SmtpStage.Auth, 535, "5.7.139", "Authentication unsuccessful, basic authentication is disabled.", "microsoft-password-off", RetryClass.Settings)]
    [InlineData(SmtpStage.Auth, 535, "5.7.139", "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.", "microsoft-smtp-auth-disabled", RetryClass.Settings)]
    [InlineData(SmtpStage.Auth, 534, "5.7.9", "Application-specific password required.", "google-app-password", RetryClass.Settings)]
    [InlineData(SmtpStage.Auth, 534, "5.7.14", "Please log in via your web browser and then try again.", "google-web-login", RetryClass.Settings)]
    [InlineData(SmtpStage.EndOfData, 550, "5.7.60", "SMTP; Client does not have permissions to send as this sender", "microsoft-send-as-denied", RetryClass.Settings)]
    [InlineData(SmtpStage.Auth, 454, "4.7.0", "Temporary authentication failure", "auth-temporary", RetryClass.Later)]
    [InlineData(SmtpStage.StartTls, 454, "4.7.0", "TLS not available due to local problem", "starttls-unavailable", RetryClass.Later)]
    [InlineData(SmtpStage.EndOfData, 421, "4.7.28", "Our system has detected an unusual rate of unsolicited mail", "google-mail-flood", RetryClass.SlowDown)]
    [InlineData(SmtpStage.Auth, 535, "5.7.8", "Error: authentication failed:", "auth-wrong", RetryClass.Settings)]
    [InlineData(SmtpStage.Auth, 535, null, "Authentication Credentials Invalid", "ses-credentials", RetryClass.Settings)]
    [InlineData(SmtpStage.EndOfData, 554, null, "Message rejected: Email address is not verified.", "ses-not-verified", RetryClass.Settings)]
    [InlineData(SmtpStage.EndOfData, 454, null, "Throttling failure: Maximum sending rate exceeded.", "too-fast", RetryClass.SlowDown)]
    [InlineData(SmtpStage.EndOfData, 454, null, "Throttling failure: Daily message quota exceeded.", "daily-limit", RetryClass.Tomorrow)]
    [InlineData(SmtpStage.EndOfData, 550, "5.4.5", "Daily user sending limit exceeded.", "daily-limit", RetryClass.Tomorrow)]
    [InlineData(SmtpStage.RcptTo, 450, "4.2.0", "<x>: Recipient address rejected: Greylisted", "greylisted", RetryClass.Soon)]
    [InlineData(SmtpStage.RcptTo, 450, "4.7.1", "Client host rejected: cannot find your hostname, [192.0.2.1]", "no-reverse-dns", RetryClass.Settings)]
    [InlineData(SmtpStage.RcptTo, 554, "5.7.1", "<x>: Relay access denied", "relay-denied", RetryClass.Settings)]
    [InlineData(SmtpStage.RcptTo, 550, "5.1.1", "<x>: Recipient address rejected: User unknown in local recipient table", "no-such-user", RetryClass.Never)]
    [InlineData(SmtpStage.RcptTo, 550, null, "No such user here", "no-such-user", RetryClass.Never)]
    [InlineData(SmtpStage.RcptTo, 452, "4.5.3", "Too many recipients", "too-many-recipients", RetryClass.Split)]
    [InlineData(SmtpStage.RcptTo, 552, null, "Too many recipients", "too-many-recipients", RetryClass.Split)]
    [InlineData(SmtpStage.RcptTo, 452, "4.2.2", "Mailbox full", "mailbox-full", RetryClass.Later)]
    [InlineData(SmtpStage.RcptTo, 552, "5.2.2", "Mailbox full", "mailbox-full", RetryClass.Never)]
    [InlineData(SmtpStage.RcptTo, 452, "4.3.1", "Insufficient system storage", "system-full", RetryClass.Later)]
    [InlineData(SmtpStage.MailFrom, 530, "5.7.0", "Must issue a STARTTLS command first", "starttls-required", RetryClass.Settings)]
    [InlineData(SmtpStage.MailFrom, 530, "5.7.0", "Authentication Required", "login-required", RetryClass.Settings)]
    [InlineData(SmtpStage.RcptTo, 553, "5.7.1", "<a>: Sender address rejected: not owned by user b", "sender-not-owned", RetryClass.Settings)]
    [InlineData(SmtpStage.MailFrom, 552, "5.3.4", "Message size exceeds fixed limit", "too-large", RetryClass.Never)]
    [InlineData(SmtpStage.Greeting, 421, null, "Too many connections from your host", "too-many-connections", RetryClass.SlowDown)]
    [InlineData(SmtpStage.Greeting, 554, null, "No SMTP service here", "service-refused", RetryClass.Settings)]
    [InlineData(SmtpStage.Ehlo, 550, null, "Access denied - Invalid HELO name", "ehlo-refused", RetryClass.Settings)]
    [InlineData(SmtpStage.Ehlo, 550, null, "no", "ehlo-refused", RetryClass.Settings)]
    [InlineData(SmtpStage.MailFrom, 550, null, "no", "sender-refused", RetryClass.Settings)]
    [InlineData(SmtpStage.RcptTo, 550, null, "no", "recipient-refused", RetryClass.Never)]
    [InlineData(SmtpStage.EndOfData, 554, null, "no", "message-refused", RetryClass.Never)]
    [InlineData(SmtpStage.RcptTo, 451, null, "later", "recipient-later", RetryClass.Later)]
    [InlineData(SmtpStage.EndOfData, 421, null, "bye", "closing", RetryClass.Later)]
    [InlineData(SmtpStage.EndOfData, 550, "5.7.1", "This message is likely spam", "spam", RetryClass.Never)]
    [InlineData(SmtpStage.RcptTo, 550, "5.7.26", "This mail has been blocked because the sender is unauthenticated.", "dmarc", RetryClass.Never)]
    [InlineData(SmtpStage.RcptTo, 554, "5.7.1", "Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", "listed", RetryClass.Settings)]
    public void Knows_the_reply(SmtpStage stage, int code, string? enhanced, string text, string id, RetryClass retry)
    {
        var verdict = ReplyTable.Judge(stage, new Reply(code, Status(enhanced), [text]));

        Assert.Equal((id, retry), (verdict.Id, verdict.Retry));
    }

    [Fact]
    public void The_basic_code_decides_over_an_enhanced_code_that_contradicts_it() =>
        Assert.Equal(RetryClass.Later, ReplyTable.Classify(SmtpStage.RcptTo, new Reply(450, new EnhancedStatus(5, 1, 1), ["x"])));

    [Fact]
    public void A_reply_for_now_never_ends_a_message() =>
        Assert.Equal(RetryClass.Later, ReplyTable.Classify(SmtpStage.RcptTo, new Reply(450, new EnhancedStatus(4, 7, 26), ["x"])));

    [Fact]
    public void Every_code_at_every_stage_means_something() =>
        Assert.All(
            Enum.GetValues<SmtpStage>().SelectMany(stage => Enumerable.Range(200, 400).Select(code => (stage, code))),
            pair => Assert.NotEqual("unknown", ReplyTable.Judge(pair.stage, new Reply(pair.code, null, [""])).Id));

    [Fact]
    public void No_4yz_without_words_is_for_good() =>
        Assert.All(
            Enum.GetValues<SmtpStage>().SelectMany(stage => Enumerable.Range(400, 100).Select(code => (stage, code))),
            pair => Assert.NotEqual(RetryClass.Never, ReplyTable.Classify(pair.stage, new Reply(pair.code, null, [""]))));

    [Fact]
    public void Every_row_can_be_read_and_names_its_source() =>
        Assert.All(ReplyTable.Rules, rule =>
        {
            Assert.NotNull(rule.Verdict(isPermanent: false));
            Assert.Matches("^(https://|RFC )", rule.Source);
            Assert.All(rule.Text ?? [], text => Assert.Equal(text.ToLowerInvariant(), text));
        });

    [Theory, MemberData(nameof(Faults))]
    public void Every_fault_means_something(SmtpFault fault) => Assert.NotEmpty(ReplyTable.Judge(fault).Id);

    [Theory]
    [InlineData(SmtpFault.CertificateNotTrusted, RetryClass.Settings), InlineData(SmtpFault.StartTlsNotOffered, RetryClass.Settings)]
    [InlineData(SmtpFault.ConnectionRefused, RetryClass.Later), InlineData(SmtpFault.TimedOut, RetryClass.Later), InlineData(SmtpFault.TooLarge, RetryClass.Never)]
    public void A_wrong_setting_is_told_from_bad_weather(SmtpFault fault, RetryClass expected) => Assert.Equal(expected, ReplyTable.Judge(fault).Retry);

    [Fact]
    public void A_failure_with_a_reply_is_judged_by_the_reply() =>
        Assert.Equal(
            "google-app-password",
            ReplyTable.Judge(new SmtpFailure(
                SmtpStage.Auth, SmtpFault.CredentialsRefused, "", new Reply(534, new EnhancedStatus(5, 7, 9), ["Application-specific password required"]))).Id);

    [Fact]
    public void Every_meaning_has_texts_and_every_text_a_meaning() =>
        Assert.Equal(
            ReplyTable.Rules.Select(rule => rule.Id).Distinct().SelectMany(id => new[] { $"Reply.{id}.Cause", $"Reply.{id}.Remedy" }).Order(),
            Texts.Of(CultureInfo.InvariantCulture)!.Cast<DictionaryEntry>().Select(text => (string)text.Key)
                .Where(key => key.StartsWith("Reply.", StringComparison.Ordinal)).Order());

    static EnhancedStatus? Status(string? text)
    {
        if (text is null) return null;
        var parts = text.Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new EnhancedStatus(parts[0], parts[1], parts[2]);
    }
}
