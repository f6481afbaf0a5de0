using System.Net;
using System.Text;
using Postroom.Admin.MailViews;
using Postroom.Deliveries;
using Postroom.Mail.Addresses;
using Postroom.Mail.Mime;
using Postroom.Outbox;
using Postroom.People;
using Postroom.Sandbox;
using Postroom.Settings;
using Postroom.Tests.Admin.Support;
using Postroom.Tests.Support;

namespace Postroom.Tests.Admin;

/// <summary>Walks the table of who sees how much of which mail, through every address that shows any of it.</summary>
public sealed class MailAccessTests
{
    const string AccountSecret = "aB3-xY_9fQz0LmN-pRs7Tu_VwXyZ1234567890-AbCd";
    const string PersonSecret = "AQEBAQEBAQEBAQEBAQEBAQEAAAAAAAAAAaB3-xY_9fQz0LmN-pRs7T_";
    const string Marker = "Kirschkuchen";

    static readonly string[] Views = ["?view=html", "?view=text", "?view=headers", "?view=source", "?view=files", "?view=nonsense", "", "/html", "/source", "/files/0"];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool, UserRole, string> Table => [.. MailAccess.Table.Select(row =>
        new TheoryDataRow<string, bool, UserRole, string>(row.Place.ToString(), row.IsAccountMail, row.Role, row.Sight.ToString()))];

    [Fact]
    public void Every_case_stands_in_the_table_once() =>
        Assert.Equal(
            from place in Enum.GetValues<MailPlace>()
            from isAccountMail in new[] { false, true }
            from role in Enum.GetValues<UserRole>()
            select (place, isAccountMail, role),
            MailAccess.Table.Select(row => (row.Place, row.IsAccountMail, row.Role)));

    // The rule in words of its own, so that the table cannot be changed by mistake.
    [Fact]
    public void Secrets_are_whole_for_administrators_in_the_sandbox_alone() =>
        Assert.All(MailAccess.Table, row => Assert.Equal(
            row is { Place: MailPlace.Sandbox, Role: UserRole.Administrator }, row.Sight == MailSight.Whole));

    [Fact]
    public void What_mail_says_is_for_operators_and_administrators_alone() =>
        Assert.All(MailAccess.Table, row => Assert.Equal(row.Role >= UserRole.Operator, row.Sight >= MailSight.Covered));

    [Theory, MemberData(nameof(Table))]
    public async Task Every_view_shows_what_the_table_says(string place, bool isAccountMail, UserRole role, string sight)
    {
        await using var app = await ConsoleApp.StartAsync();
        var address = place == "Sandbox" ? await PutIntoSandboxAsync(app, isAccountMail) : await AcceptAsync(app, isAccountMail);
        using var browser = await app.SignedInAsync(role);

        foreach (var view in Views)
        {
            var page = await browser.GetAsync(address + view);
            var bytes = await page.Response.Content.ReadAsByteArrayAsync(Token);
            var seen = (IsOpen: page.Status == HttpStatusCode.OK, Says: Reads(bytes, Marker), Tells: Tells(bytes, isAccountMail));
            switch (sight)
            {
                case "Nothing":
                    Assert.Equal((view, (false, false, false)), (view, seen));
                    break;
                case "Facts":
                    Assert.Equal((view, (place == "Sandbox" && !view.StartsWith('/'), false, false)), (view, seen));
                    break;
                case "Covered":
                    Assert.Equal((view, true, false), (view, seen.IsOpen, seen.Tells));
                    break;
                default:
                    Assert.True(seen.IsOpen, view);
                    break;
            }

            if (sight is "Covered" or "Whole") Assert.Equal((view, SaysSomething(view)), (view, seen.Says));
            if (sight == "Whole") Assert.Equal((view, SaysSomething(view)), (view, seen.Tells));
        }
    }

    [Theory, InlineData(UserRole.Operator), InlineData(UserRole.Administrator)]
    public async Task Each_view_that_is_opened_is_one_entry_of_the_audit_log(UserRole role)
    {
        await using var app = await ConsoleApp.StartAsync();
        var (delivery, sandbox) = (await AcceptAsync(app, isAccountMail: false), await PutIntoSandboxAsync(app, isAccountMail: true));
        using var browser = await app.SignedInAsync(role);

        foreach (var view in new[] { "?view=html", "/html", "/html", "?view=headers", "/source", "/files/0", "" }) await browser.GetAsync(delivery + view);
        await browser.GetAsync(sandbox + "?view=text");

        var entries = (await app.Get<IAuditLog>().ListAsync(100, Token)).Where(entry => entry.Action == "mail.viewed").Reverse().ToList();
        var id = delivery.Split('/')[2];
        Assert.Equal(
            [(id, "html"), (id, "html"), (id, "headers"), (id, "download"), (id, "file-0"), (id, "html"), ("sandbox/1", "text")],
            entries.Select(entry => (entry.Subject, entry.Detail)));
        Assert.All(entries, entry => Assert.Equal($"{role.ToString().ToLowerInvariant()}@example.com", entry.Actor));
    }

    [Fact]
    public async Task Who_is_refused_is_no_entry_of_the_audit_log()
    {
        await using var app = await ConsoleApp.StartAsync();
        var address = await AcceptAsync(app, isAccountMail: true);
        using var browser = await app.SignedInAsync(UserRole.Viewer);

        foreach (var view in Views) await browser.GetAsync(address + view);

        Assert.DoesNotContain(await app.Get<IAuditLog>().ListAsync(100, Token), entry => entry.Action == "mail.viewed");
    }

    [Fact]
    public async Task A_viewer_sees_no_way_to_what_the_mail_says_and_all_its_facts()
    {
        await using var app = await ConsoleApp.StartAsync();
        var address = await AcceptAsync(app, isAccountMail: true);
        using var browser = await app.SignedInAsync(UserRole.Viewer);

        var page = await browser.GetAsync(address[..^"/mail".Length]);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("ann@example.org", page.Text, StringComparison.Ordinal);
        Assert.Empty(page.All("a[href$='/mail']"));
    }

    [Fact]
    public async Task Account_mail_of_an_app_is_withheld_as_only_the_app_knows_its_secrets()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var address = await AcceptAsync(app, isAccountMail: true, kind: null, secrets: []);

        foreach (var view in Views)
        {
            var page = await browser.GetAsync(address + view);
            Assert.False(Reads(await page.Response.Content.ReadAsByteArrayAsync(Token), Marker), view);
        }

        Assert.Contains("This is account mail", (await browser.GetAsync(address)).Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(UserRole.Operator, true), InlineData(UserRole.Administrator, false)]
    public async Task Account_mail_of_an_app_in_the_sandbox_is_withheld_from_operators(UserRole role, bool isWithheld)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(role);
        var address = await PutIntoSandboxAsync(app, isAccountMail: true, secrets: []);

        var source = await browser.GetAsync(address + "?view=source");

        Assert.Equal(isWithheld, source.Text.Contains("This is account mail", StringComparison.Ordinal));
        Assert.NotEqual(isWithheld, source.Html.Contains(Marker, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_says_why_the_text_of_account_mail_is_gone()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var address = await AcceptAsync(app, isAccountMail: true);
        await app.FinishAsync(new DeliveryOutcome.Bounced("550 No"));

        Assert.Contains("was removed when the mail was done", (await browser.GetAsync(address)).Text, StringComparison.Ordinal);
        Assert.Empty((await browser.GetAsync(address[..^"/mail".Length])).All("form[action$='/retry']"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(address + "/source")).Status);
    }

    // Attachments and HTML say the marker where they are shown; the page of the HTML view only has the frame.
    static bool SaysSomething(string view) => view is not ("" or "?view=html" or "?view=files" or "?view=nonsense");

    static async Task<string> AcceptAsync(ConsoleApp app, bool isAccountMail, string? kind = "password-reset", string[]? secrets = null)
    {
        var message = new OutboxMessage
        {
            Id = MessageId.New(app.Time),
            App = "wiki",
            Lane = isAccountMail ? Lane.Account : Lane.Notification,
            EnvelopeSender = "wiki@example.com",
            Recipients = ["ann@example.org"],
            Bytes = Mail(isAccountMail),
            Secrets = secrets ?? (isAccountMail ? [AccountSecret] : []), // what nobody told of is known by its form
            From = "Wiki <wiki@example.com>",
            Subject = "Hello",
            InternetMessageId = "1@example.com",
            CreatedAt = app.Time.GetUtcNow(),
            NotBefore = app.Time.GetUtcNow().AddMinutes(1),
            ExpiresAt = app.Time.GetUtcNow().AddDays(5),
            Kind = isAccountMail ? kind : "digest",
        };
        Assert.IsType<AcceptOutcome.Stored>(await app.Get<IOutbox>().AcceptAsync(message, Token));
        return $"/deliveries/{message.Id}/mail";
    }

    static async Task<string> PutIntoSandboxAsync(ConsoleApp app, bool isAccountMail, string[]? secrets = null)
    {
        await app.Get<ISandboxMailbox>().AddAsync(
            new SandboxMessage(app.Time.GetUtcNow(), "wiki@example.com", ["ann@example.org"], Mail(isAccountMail), "wiki@example.com", "Hello")
            {
                IsAccountMail = isAccountMail,
                Secrets = secrets ?? (isAccountMail ? [AccountSecret] : []),
            },
            Token);
        return "/sandbox/1";
    }

    static ReadOnlyMemory<byte> Mail(bool isAccountMail)
    {
        var link = isAccountMail ? $"https://example.com/reset?token={AccountSecret}" : $"https://example.com/unsubscribe/{PersonSecret}";
        var sender = ((MailboxParse.Parsed)MailboxParser.ParseAddress("wiki@example.com")).Mailbox;
        return MessageWriter.Write(new MessageContent
        {
            From = sender,
            To = [sender],
            Subject = "Hello",
            Date = DateTimeOffset.UnixEpoch,
            MessageId = "1@example.com",
            Headers = [KeyValuePair.Create("X-Thing", $"{Marker} <{link}>")],
            Text = $"日本語 {Marker} {link}",
            Html = $"<p>日本語 {Marker}</p><a href=\"{link}\">{link}</a>",
            Attachments = [new Attachment("a.txt", "text/plain", Encoding.UTF8.GetBytes($"{Marker} {link}"), null)],
        }).Bytes;
    }

    static bool Tells(byte[] bytes, bool isAccountMail)
    {
        var secret = isAccountMail ? AccountSecret : PersonSecret;
        return SecretSearch.In(bytes, secret).Count > 0 || Reads(bytes, secret);
    }

    // A download is read as a mail program reads it.
    static bool Reads(byte[] bytes, string text) =>
        Encoding.UTF8.GetString(bytes).Contains(text, StringComparison.Ordinal)
        || MessageReader.Read(bytes).Root.Walk().Any(part => part.Text.Contains(text, StringComparison.Ordinal));
}
