using System.Net;
using System.Security.Cryptography.X509Certificates;
using Postroom.MailServers;
using Postroom.MailServers.Trust;
using Postroom.People;
using Postroom.Tests.Admin.Support;
using Postroom.Tests.Support;

namespace Postroom.Tests.Admin;

public sealed class TrustPageTests
{
    [Fact]
    public async Task An_uploaded_certificate_is_listed_with_what_people_compare()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await UploadAsync(browser, "/trust/certificates", ("File", TestCertificates.Root.RawData));

        Assert.Equal("/trust?done=added", page.Path);
        var shown = page.One("article").TextContent;
        Assert.All(["CN=Postroom Test Root", "Authority", app.Get<TrustStore>().All[0].Sha256, "Not used"], word => Assert.Contains(word, shown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_certificate_can_be_chosen_and_its_key_is_shown_nowhere()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await UploadAsync(browser, "/trust/clients", ("ClientFile", TestCertificates.Server.Export(X509ContentType.Pkcs12)));
        var form = await browser.GetAsync("/mail-server");

        Assert.DoesNotContain(app.Get<TrustStore>().All[0].ProtectedKey!, page.Html + form.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", page.Html + form.Html, StringComparison.Ordinal);
        Assert.Contains("CN=mail.example.com", form.One("#ClientCertificate").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_used_is_said_beside_its_input()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();

        var page = await UploadAsync(browser, "/trust/certificates", ("File", "Hello"u8.ToArray()));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("not a certificate", page.One("#File-problem").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_certificate_twice_is_said_to_be_there()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        await UploadAsync(browser, "/trust/certificates", ("File", TestCertificates.Root.RawData));

        var page = await UploadAsync(browser, "/trust/certificates", ("File", TestCertificates.Root.RawData));

        Assert.Contains("already", page.One("#File-problem").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_use_cannot_be_removed_and_the_page_says_where()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var listed = await UploadAsync(browser, "/trust/certificates", ("File", TestCertificates.Root.RawData));
        var settings = app.Get<MailServerSettingsStore>();
        var form = MailServerFixture.Custom with { Anonymous = "true", Trust = "chosen", ChosenCertificates = app.Get<TrustStore>().All[0].Sha256 };
        Assert.IsType<SaveOutcome.Saved>(await settings.SaveAsync(form, null, 0, "ada@example.com", TestContext.Current.CancellationToken));

        var page = await browser.SubmitAsync(listed, "/trust/remove");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("Trusted certificate", page.One("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Single(app.Get<TrustStore>().All);
    }

    [Fact]
    public async Task What_is_not_in_use_can_be_removed()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync();
        var listed = await UploadAsync(browser, "/trust/certificates", ("File", TestCertificates.Root.RawData));

        await browser.SubmitAsync(listed, "/trust/remove");

        Assert.Empty(app.Get<TrustStore>().All);
    }

    [Fact]
    public async Task A_viewer_looks_and_changes_nothing()
    {
        await using var app = await ConsoleApp.StartAsync();
        using var browser = await app.SignedInAsync(UserRole.Viewer);

        Assert.Empty((await browser.GetAsync("/trust")).All("form[action^='/trust']"));
    }

    static async Task<BrowserPage> UploadAsync(Browser browser, string action, params (string Name, byte[] Content)[] files)
    {
        var token = (await browser.GetAsync("/trust")).One($"form[action='{action}'] input[name=__RequestVerificationToken]").GetAttribute("value")!;
        using var content = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" } };
        foreach (var (name, bytes) in files) content.Add(new ByteArrayContent(bytes), name, "upload.bin");
        return await browser.SendAsync(action, content);
    }
}
