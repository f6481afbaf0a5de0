using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Postroom.Accepting;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.Outbox;
using Postroom.Settings;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.Accepting;

/// <summary>What becomes of a submission on its way into the outbox.</summary>
public sealed class MailAcceptorTests : IAsyncDisposable
{
    readonly SqliteTestStore _store = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    DateTimeOffset Now => _store.Time.GetUtcNow();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Somebody_named_twice_gets_one_mail()
    {
        var (message, _) = await KeptAsync(Submission with
        {
            To = [Box("anna@example.org"), Box("Anna@example.org")],
            Cc = [Box("anna@EXAMPLE.org")],
            Bcc = [Box("ben@example.org")],
        });

        Assert.Equal(
            ["anna@example.org", "ben@example.org"], message.Deliveries.Select(delivery => delivery.Recipient).Order());
    }

    [Fact]
    public async Task The_settings_give_envelope_sender_reply_to_and_prefix()
    {
        var (message, read) = await KeptAsync(Submission);

        Assert.Equal(("bounce@example.com", "help@example.com", "[Shop] Hello"),
            (message.EnvelopeSender, read.ReplyTo.ToString(), read.Subject));
    }

    [Fact]
    public async Task The_submission_says_where_answers_go_before_the_settings_do()
    {
        var (_, read) = await KeptAsync(Submission with { ReplyTo = Box("wiki@example.com") });

        Assert.Equal("wiki@example.com", read.ReplyTo.ToString());
    }

    [Fact]
    public async Task It_is_given_up_after_five_days_unless_the_submission_says_otherwise()
    {
        var (usual, _) = await KeptAsync(Submission);
        var (short_lived, _) = await KeptAsync(Submission with { ExpiresAt = Now.AddHours(1) });

        Assert.Equal((Now.AddDays(5), Now.AddHours(1)), (usual.ExpiresAt, short_lived.ExpiresAt));
    }

    [Fact]
    public async Task Mail_for_later_is_dated_when_it_is_due_and_lives_from_then_on()
    {
        var (message, read) = await KeptAsync(Submission with { NotBefore = Now.AddDays(3) });

        Assert.Equal((Now.AddDays(3), Now.AddDays(3), Now.AddDays(8)),
            (message.NotBefore!.Value, read.Date!.Value, message.ExpiresAt));
    }

    [Fact]
    public async Task A_time_gone_by_means_now()
    {
        var (message, read) = await KeptAsync(Submission with { NotBefore = Now.AddDays(-30) });

        Assert.Equal((null, Now, Now.AddDays(5)), (message.NotBefore, read.Date!.Value, message.ExpiresAt));
    }

    [Fact]
    public async Task The_id_of_a_message_from_an_address_literal_keeps_its_brackets()
    {
        var (_, read) = await KeptAsync(Submission with { From = Box("app@[IPv6:2001:db8::1]") });

        Assert.EndsWith("@[IPv6:2001:db8::1]", read.MessageId, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_address_beyond_ASCII_makes_the_message_need_nothing_for_the_others()
    {
        var (message, read) = await KeptAsync(Submission with { To = [Box("用户@example.org"), Box("ben@example.org")] });

        Assert.Equal(2, message.Deliveries.Count);
        Assert.Equal("ben@example.org", Assert.Single(read.To.Mailboxes).Address.ToString());
    }

    static MailSubmission Submission =>
        new() { App = "shop", To = [Box("ben@example.org")], Subject = "Hello", Text = "Hi" };

    static Mailbox Box(string text) => ((MailboxParse.Parsed)MailboxParser.Parse(text)).Mailbox;

    async Task<(MessageRecord Message, ReadMessage Read)> KeptAsync(MailSubmission submission)
    {
        var acceptor = new MailAcceptor(
            _store.Outbox, new Identity(), Options.Create(new AcceptingOptions()), _store.Time,
                NullLogger<MailAcceptor>.Instance);
        var accepted = (AcceptResult.Accepted)await acceptor.AcceptAsync(submission, Token);
        var body = (BodyReading.Kept)await _store.Outbox.ReadBodyAsync(accepted.Id, Token);
        return ((await _store.Records.FindAsync(accepted.Id, Token))!, MessageReader.Read(body.Bytes));
    }

    sealed class Identity : ISenderIdentity
    {
        public SenderIdentity Current { get; } = new(
            Box("Shop <shop@example.com>"), Box("help@example.com"), Box("bounce@example.com").Address, "[Shop] ");
    }
}
