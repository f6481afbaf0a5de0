using System.Diagnostics;
using System.Globalization;
using System.Text;
using Postroom.Diagnosis;
using Postroom.Mail.Smtp;
using Postroom.MailServers.Replies;

namespace Postroom.Tests.MailServers.Replies;

/// <summary>Replies are written by strangers: none may take long or break anything, up to the 64 KiB that a reply may have.</summary>
public sealed class HostileReplyTests
{
    const int LongestReply = 64 * 1024;

    // A thousand times what it takes; a walk that grows with the square of the text takes minutes.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static TheoryData<string> Pieces => new()
    {
        "a", " ", "1", "5.7.1 ", "550-", "550 5.1.1 ", "<", "<a@", "@", "a.", "'", "''", "1.1.1.", "::", "f:", "http://", "[ts0", "[tss", "sc-00", "sc-0", "try again later",
        "in reply to ", "#5.", "#5.1.1", "(", "\0", "\r\n", "é", "漢", "\ud83d\ude00", "\ud83d", "user unknow", "message size exceed", "client host rejecte", "’", "\u00a0",
    };

    [Theory, MemberData(nameof(Pieces))]
    public void A_long_reply_of_one_piece_is_judged_at_once(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, LongestReply / piece.Length));
        var watch = Stopwatch.StartNew();

        Explain(text);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Patience);
    }

    [Fact]
    public void No_mixture_of_pieces_breaks_anything()
    {
        var dice = new Random(4711);
        var pieces = Pieces.Select(row => row.Data).Concat(ReplyTable.Rules.SelectMany(rule => rule.Text ?? [])).ToArray();
        for (var round = 0; round < 2_000; round++)
        {
            var text = new StringBuilder();
            for (var count = dice.Next(1, 30); count > 0; count--) text.Append(pieces[dice.Next(pieces.Length)]);
            Explain(text.ToString());
        }
    }

    [Fact]
    public void No_letters_by_chance_break_anything()
    {
        var dice = new Random(42);
        for (var round = 0; round < 2_000; round++)
            Explain(new string([.. Enumerable.Range(0, dice.Next(0, 200)).Select(_ => (char)dice.Next(0, 0x300))]));
    }

    [Fact]
    public void Every_pattern_has_words_that_stand_before_it() =>
        Assert.All(ReplyTable.Rules.Where(rule => rule.Pattern is not null), rule => Assert.NotEmpty(rule.Text ?? []));

    static void Explain(string text)
    {
        Assert.NotEmpty(ReplyExplainer.Explain(text, CultureInfo.InvariantCulture).Cause);
        var reply = new Reply(550, null, [text]);
        Assert.All(Enum.GetValues<SmtpStage>(), stage => Assert.NotEmpty(ReplyTable.Judge(stage, reply).Id));
        ReplyShape.Of(reply, "anna", "a");
    }
}
