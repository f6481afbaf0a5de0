using System.Net;
using Postroom.Sandbox;
using Postroom.Tests.Admin.Support;
using Postroom.Tests.Support.Hostile;

namespace Postroom.Tests.Admin;

public sealed class SandboxPageTests
{
    const string WithFile = """
        From: wiki@example.com
        Subject: Hello
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/html; charset=utf-8

        <h1>Hello</h1><script>alert(1)</script><img src="http://tracker.example/x.png">
        --b
        Content-Type: text/html; name="../../evil page.html"
        Content-Disposition: attachment; filename="../../evil page.html"

        <script>alert(2)</script>
        --b--
        """;

    [Fact]
    public async Task An_empty_mailbox_says_what_will_be_there()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        Assert.Equal("Nothing has arrived yet", (await browser.GetAsync("/sandbox")).TextOf(".empty h2"));
    }

    [Fact]
    public async Task The_HTML_is_in_a_frame_that_may_run_nothing()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var id = await app.AddToSandboxAsync(WithFile);

        var frame = (await browser.GetAsync($"/sandbox/{id}")).One("iframe");

        Assert.Equal("allow-popups allow-popups-to-escape-sandbox", frame.GetAttribute("sandbox"));
    }

    [Fact]
    public async Task The_frame_has_a_policy_of_its_own()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var id = await app.AddToSandboxAsync(WithFile);

        var html = await browser.GetAsync($"/sandbox/{id}/html");

        Assert.Equal(HtmlSanitizer.FramePolicy + "; frame-ancestors 'self'", html.Header("Content-Security-Policy"));
    }

    [Fact]
    public async Task The_frame_has_neither_scripts_nor_foreign_images()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var id = await app.AddToSandboxAsync(WithFile);

        var html = await browser.GetAsync($"/sandbox/{id}/html");

        Assert.Empty(html.All("script, img[src^=http]"));
    }

    [Fact]
    public async Task A_file_is_saved_and_never_opened_as_what_it_says_it_is()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var id = await app.AddToSandboxAsync(WithFile);

        var file = await browser.GetAsync($"/sandbox/{id}/files/0");

        Assert.Equal(
            ("application/octet-stream", "attachment", "default-src 'none'; frame-ancestors 'none'; sandbox"),
            (file.Header("Content-Type"), file.Response.Content.Headers.ContentDisposition?.DispositionType, file.Header("Content-Security-Policy")));
    }

    [Fact]
    public async Task A_file_name_has_no_path()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var id = await app.AddToSandboxAsync(WithFile);

        var file = await browser.GetAsync($"/sandbox/{id}/files/0");

        Assert.DoesNotContain("/", file.Response.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_not_found()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var id = await app.AddToSandboxAsync(WithFile);

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/sandbox/{id}/files/7")).Status);
    }

    [Theory]
    [InlineData("Subject: ", "=?utf-8?q?x?= ", "\n\nx")]
    [InlineData("From: ", "a@b.example, ", "\n\nx")]
    [InlineData("Content-Type: text/html\n\n", "<div>", "")]
    [InlineData("Content-Type: text/html\n\n", "<p><font size=1></p>", "")]
    [InlineData("Content-Type: text/plain\n\n", "<&>", "")]
    public async Task Every_view_of_a_mail_of_a_megabyte_is_a_page_of_sensible_size(string before, string piece, string after)
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var filled = HostileMails.Fill(piece);
        var id = await app.AddToSandboxAsync(before + filled + after, filled);

        foreach (var view in new[] { "?view=html", "?view=text", "?view=headers", "?view=source", "?view=files" })
        {
            var page = await browser.GetAsync($"/sandbox/{id}{view}");
            Assert.Equal((HttpStatusCode.OK, true), (page.Status, page.Html.Length < 4_000_000));
        }

        Assert.InRange((await browser.GetAsync("/sandbox")).Html.Length, 1, 60_000);
    }

    [Fact]
    public async Task A_subject_is_text_and_nothing_else()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var id = await app.AddToSandboxAsync("Subject: x\n\nx", "<img src=x onerror=alert(1)>");

        Assert.Equal("<img src=x onerror=alert(1)>", (await browser.GetAsync($"/sandbox/{id}")).Title);
    }

    [Fact]
    public async Task It_is_emptied_after_a_question()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await app.AddToSandboxAsync(WithFile);

        var page = await browser.SubmitAsync(await browser.GetAsync("/sandbox"), "/sandbox/clear");

        Assert.Equal("Nothing has arrived yet", page.TextOf(".empty h2"));
    }
}
