using Postroom.Server.Sendmail;

namespace Postroom.Tests.Server.Sendmail;

/// <summary>The arguments as programs write them: PHP, cron, git, Mailman, logwatch, Nagios.</summary>
public sealed class SendmailArgumentsTests
{
    [Theory]
    [InlineData("-t -i", true, true, null, "")]
    [InlineData("-oi -t -f www@example.com", true, true, "www@example.com", "")]
    [InlineData("-fwww@example.com a@example.org b@example.org", false, false, "www@example.com", "a@example.org b@example.org")]
    [InlineData("-r www@example.com -- -odd@example.org", false, false, "www@example.com", "-odd@example.org")]
    [InlineData("-FCronDaemon -i -odi -oem -oi -t -f root", true, true, "root", "")]
    [InlineData("-f <> a@example.org", false, false, "", "a@example.org")]
    [InlineData("-N failure,delay -R hdrs -V id a@example.org", false, false, null, "a@example.org")]
    [InlineData("-bm -v -G -B 8BITMIME a@example.org", false, false, null, "a@example.org")]
    [InlineData("-L tag -O DeliveryMode=b a@example.org", false, false, null, "a@example.org")]
    public void Are_read_as_sendmail_reads_them(
        string words, bool readsRecipients, bool ignoresDots, string? sender, string recipients)
    {
        var read = SendmailArguments.Read(words.Split(' '));

        Assert.Null(read.Problem);
        Assert.Equal(
            (readsRecipients, ignoresDots, sender, recipients),
            (read.ReadsRecipients, read.IgnoresDots, read.Sender, string.Join(' ', read.Recipients)));
    }

    [Theory, InlineData("-bp"), InlineData("-bd"), InlineData("-q"), InlineData("-q30m"), InlineData("-Z")]
    public void What_is_not_offered_is_said_by_name(string word) =>
        Assert.StartsWith(word[..2], SendmailArguments.Read([word, "a@example.org"]).Problem, StringComparison.Ordinal);
}
