using Microsoft.Extensions.Logging.Abstractions;
using Postroom.Alarms;
using Postroom.Languages;
using Postroom.Mail.Smtp.Client;
using Postroom.MailServers;
using Postroom.MailServers.Trust;
using Postroom.Outbox;
using Postroom.People;
using Postroom.People.Accounts;
using Postroom.Settings;
using Postroom.Tests.Admin.Support;
using Postroom.Tests.Support;

namespace Postroom.Tests.Alarms;

public sealed class CertificateWatchTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-1, 0), InlineData(0, 0), InlineData(1, 1), InlineData(2, 7), InlineData(7, 7), InlineData(8, 30), InlineData(30, 30)]
    public void A_certificate_is_warned_of_at_30_7_and_1_days_and_at_its_end(int daysLeft, int mark) =>
        Assert.Equal(mark, CertificateUses.MarkOf(TimeSpan.FromDays(daysLeft)));

    [Fact]
    public void Every_use_and_kind_of_certificate_has_its_words()
    {
        IEnumerable<string> keys =
        [
            .. Enum.GetNames<CertificateUseKind>().SelectMany(use => new[] { $"Certificate.Use.{use}", $"Certificate.Use.{use}.Remedy" }),
            .. Enum.GetNames<CertificateKind>().Select(kind => $"Certificate.Kind.{kind}"),
        ];

        Assert.All(keys, key => Assert.NotEmpty(Texts.Get(key)));
    }

    [Fact]
    public async Task What_the_server_showed_is_warned_of_once_for_each_term()
    {
        await using var app = await ReadyAsync();
        var clock = new FakeTime(app.Time.GetUtcNow()); // the watch's own: months would pass for every other clock of the app, too
        Show(app, daysLeft: 40);
        var letters = new List<int>();

        foreach (var days in new[] { 0, 15, 1, 20, 3, 1, 1 })
        {
            clock.Advance(TimeSpan.FromDays(days));
            await Watch(app, clock: clock).LookAsync(Token);
            await Watch(app, clock: clock).LookAsync(Token);
            letters.Add(await LettersAsync(app));
        }

        // 40, 25, 24, 4, 1, 0 and -1 days are left.
        Assert.Equal([0, 1, 1, 2, 3, 4, 4], letters);
    }

    [Fact]
    public async Task A_warning_survives_a_restart_and_is_not_given_again()
    {
        await using var app = await ReadyAsync();
        Show(app, daysLeft: 5);
        await Watch(app).LookAsync(Token);
        var afterRestart = new PresentedCertificates(app.Get<ICertificateLog>(), app.Time);
        await afterRestart.LoadAsync(Token);

        await Watch(app, afterRestart).LookAsync(Token);

        Assert.NotNull(afterRestart.Last("mail.example.com:587"));
        Assert.Equal(1, await LettersAsync(app));
    }

    [Fact]
    public async Task Another_certificate_than_the_pinned_one_is_an_alarm()
    {
        await using var app = await ReadyAsync(pin: new string('0', 64));
        var shown = CertificateSummary.Read(TestCertificates.Server.RawData);
        app.Get<PresentedCertificates>().Note("mail.example.com:587", new TlsReport(null, null, [shown], [new CertificateProblem("pin-mismatch", "")]));

        await Watch(app).LookAsync(Token);
        await Watch(app).LookAsync(Token);

        Assert.Equal(1, await LettersAsync(app));
    }

    [Fact]
    public async Task The_console_shows_what_ends_on_every_page()
    {
        await using var app = await ReadyAsync();
        using var browser = await app.SignedInAsync(UserRole.Viewer);
        Show(app, daysLeft: 5);

        var page = await browser.GetAsync("/deliveries");

        Assert.Contains("Server certificate of mail.example.com:587 expires in 5 days", page.One("aside.mode").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_certificate_is_one_warning_until_it_is_put_aside()
    {
        await using var app = await ReadyAsync();
        using var browser = await app.SignedInAsync();
        Show(app, daysLeft: 5);
        var before = await browser.GetAsync("/deliveries");

        var after = await browser.SubmitAsync(before, "/trust/snooze");

        Assert.Single(before.All("aside.mode"));
        Assert.Empty(after.All("aside.mode"));
        Assert.Empty((await browser.GetAsync("/causes")).All("aside.mode"));
    }

    [Theory, InlineData(4, false), InlineData(5, true), InlineData(6, true), InlineData(40, true)]
    public async Task A_snooze_ends_by_itself_at_the_next_threshold(int daysLater, bool isShown)
    {
        await using var app = await ReadyAsync();
        Show(app, daysLeft: 6);
        var use = Assert.Single(app.Get<CertificateUses>().Ending());

        await app.Get<CertificateSnoozes>().SnoozeAsync(use.Certificate, "ada@example.com", Token);

        Assert.Equal(isShown, !app.Get<CertificateSnoozes>().IsSnoozed(use.Certificate, app.Time.GetUtcNow().AddDays(daysLater)));
    }

    [Fact]
    public async Task A_snooze_survives_a_restart()
    {
        await using var app = await ReadyAsync();
        Show(app, daysLeft: 20);
        var use = Assert.Single(app.Get<CertificateUses>().Ending());
        await app.Get<CertificateSnoozes>().SnoozeAsync(use.Certificate, "ada@example.com", Token);

        var restarted = new CertificateSnoozes(app.Get<ICertificateLog>(), app.Get<IAuditLog>(), app.Time);
        await restarted.RefreshAsync(Token);

        Assert.True(restarted.IsSnoozed(use.Certificate, app.Time.GetUtcNow()));
    }

    [Fact]
    public async Task What_has_ended_cannot_be_put_aside()
    {
        await using var app = await ReadyAsync();
        Show(app, daysLeft: 1);
        var use = Assert.Single(app.Get<CertificateUses>().Ending());
        var clock = new FakeTime(app.Time.GetUtcNow().AddDays(2));
        var snoozes = new CertificateSnoozes(app.Get<ICertificateLog>(), app.Get<IAuditLog>(), clock);

        await snoozes.SnoozeAsync(use.Certificate, "ada@example.com", Token);

        Assert.False(snoozes.IsSnoozed(use.Certificate, clock.GetUtcNow()));
        Assert.Empty(await app.Get<ICertificateLog>().ListSnoozesAsync(Token));
    }

    static async Task<ConsoleApp> ReadyAsync(string? pin = null)
    {
        var app = await ConsoleApp.StartAsync();
        await app.AddUserAsync(UserRole.Administrator);
        var form = MailServerFixture.Custom with { Anonymous = "true", PinnedCertificate = pin };
        Assert.IsType<SaveOutcome.Saved>(await app.Get<MailServerSettingsStore>().SaveAsync(form, null, 0, "ada@example.com", Token));
        return app;
    }

    static void Show(ConsoleApp app, int daysLeft)
    {
        using var certificate = TestCertificates.Make(new() { NotAfter = app.Time.GetUtcNow().AddDays(daysLeft) });
        app.Get<PresentedCertificates>().Note("mail.example.com:587", new TlsReport("TLS 1.3", "", [CertificateSummary.Read(certificate.RawData)], []));
    }

    static CertificateWatch Watch(ConsoleApp app, PresentedCertificates? presented = null, TimeProvider? clock = null)
    {
        clock ??= app.Time;
        presented ??= app.Get<PresentedCertificates>();
        var uses = new CertificateUses(
            app.Get<MailServerSettingsStore>(), app.Get<TrustedCertificates>(), presented, clock);
        var letters = new AlarmLetters(app.Get<IUserStore>(), app.Get<AccountLetters>(), NullLogger<AlarmLetters>.Instance);
        return new CertificateWatch(uses, presented, app.Get<ICertificateLog>(), letters, clock, NullLogger<CertificateWatch>.Instance);
    }

    static async Task<int> LettersAsync(ConsoleApp app)
    {
        var ledger = await app.Get<IDeliveryRecords>().LedgerAsync(Token);
        return (int)ledger.Accepted;
    }
}
