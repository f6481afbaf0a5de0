using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Postroom.Accepting;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.Notifications;
using Postroom.Notifications.Choices;
using Postroom.Notifications.Digests;
using Postroom.People;
using Postroom.Rendering;
using Postroom.Rendering.Editing;
using Postroom.Settings;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.Notifications;

/// <summary>Notifications on real stores under a clock that stands still: events go in, mails come out of the outbox.</summary>
public sealed class NoticeFixture : IAsyncDisposable
{
    readonly DigestWriting _writing;

    NoticeFixture()
    {
        var journal = new SettingsJournal(Store.Settings, Store.Audit, Store.Time);
        Settings = new NotificationSettingsStore(journal, new ConfigurationBuilder().Build(), NullLogger<NotificationSettingsStore>.Instance);
        Directory = new PeopleDirectory(Store.Directory);
        Notifier = new PullRequestNotifier(
            Directory, Store.Notices, Store.Choices, Settings, Signal, Store.Time, NullLogger<PullRequestNotifier>.Instance);
        Tokens = new PersonTokens(Store.Settings, new SecretProtector(new EphemeralDataProtectionProvider()), Store.Time);
        var acceptor = new MailAcceptor(Store.Outbox, Sender, Options.Create(new AcceptingOptions()), Store.Time, NullLogger<MailAcceptor>.Instance);
        var renderer = new LetterRenderer(Product, new TemplateStore(journal), NullLogger<LetterRenderer>.Instance);
        var mail = new DigestMail(renderer, new PersonLinks(Tokens, Product), Product, Settings);
        _writing = new DigestWriting(mail, acceptor, Settings, Store.Time, NullLogger<DigestWriting>.Instance);
        Sending = new DigestSender(
            Store.Digests, Store.Notices, _writing, Settings, Store.Ready, Signal, Store.Time,
            NullLogger<DigestSender>.Instance);
    }

    public SqliteTestStore Store { get; } = new();

    public NoticeSignal Signal { get; } = new();

    public NotificationSettingsStore Settings { get; }

    public PeopleDirectory Directory { get; }

    public PullRequestNotifier Notifier { get; }

    public PersonTokens Tokens { get; }

    public DigestSender Sending { get; }

    public OneProduct Product { get; } = new();

    public OneSender Sender { get; } = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<NoticeFixture> OpenAsync()
    {
        var fixture = new NoticeFixture();
        await fixture.Tokens.LoadAsync(Token);
        return fixture;
    }

    public Task HandleAsync(PullRequestEvent e) => Notifier.HandleAsync(e, Token);

    /// <summary>Lets time pass and sends what is due then. The mails as a mail program reads them.</summary>
    public async Task<IReadOnlyList<ReadMessage>> AfterAsync(int minutes) =>
        [.. (await RawAfterAsync(minutes)).Select(bytes => MessageReader.Read(bytes))];

    /// <summary>Lets time pass and sends what is due then. The mails as they travel.</summary>
    public async Task<IReadOnlyList<byte[]>> RawAfterAsync(int minutes)
    {
        Store.Time.Advance(TimeSpan.FromMinutes(minutes));
        while (await Sending.SendDueAsync(Token) == TimeSpan.Zero) { }
        var mails = new List<byte[]>();
        foreach (var message in Store.Ready.Drain())
        {
            mails.Add((message.Bytes ?? (await Store.Outbox.ReadBytesAsync(message.Id, Token))!.Value).ToArray());
            Store.Ready.Unreserve(message.SizeBytes);
        }

        return mails;
    }

    /// <summary>Takes the due digest in hand and hands its mail in, and then dies.</summary>
    public async Task DieAfterAcceptingAsync()
    {
        foreach (var digest in await Store.Digests.ClaimAsync(10, 10, Token)) await _writing.WriteAsync(digest, Token);
    }

    public async Task<Person> PersonAsync(string login) => (await Directory.FindAsync("hub", login, Token))!;

    public Task<IReadOnlyList<UnsentNotice>> NotSentAsync() => Store.Notices.ListAsync(null, null, null, 100, Token);

    public async ValueTask DisposeAsync()
    {
        Sending.Dispose();
        Signal.Dispose();
        await Store.DisposeAsync();
    }

    public sealed class OneProduct : IProductSettings
    {
        public ProductSettings Current { get; set; } = new() { SiteUrl = new Uri("https://mail.example.com") };
    }

    public sealed class OneSender : ISenderIdentity
    {
        public SenderIdentity Current { get; set; } = new(Parsed("Postroom <postroom@example.com>"), null, null, "");

        static Mailbox Parsed(string text) => MailboxParser.TryParse(text, out var mailbox) ? mailbox : throw new FormatException();
    }
}
