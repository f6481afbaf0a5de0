using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Postroom.MailServers;
using Postroom.Server.Serving;
using Postroom.Settings;
using Postroom.Sqlite;
using Postroom.Tests.Support;

namespace Postroom.Tests.Settings;

public sealed class KeyRingTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postroom-keys-");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_secret_whose_key_is_there_is_readable_wherever_it_stands()
    {
        var secret = Protect("a");

        Assert.Equal(new KeyRingReading(3, 0), KeyRing.Read(_folder.FullName, [secret, $"{{\"a\":\"{secret}\",\"b\":[\"{Protect("b")}\"]}}"]));
    }

    [Fact]
    public void Without_its_key_it_is_lost()
    {
        var secret = Protect("a");
        Directory.Delete(KeyRing.FolderIn(_folder.FullName), recursive: true);

        Assert.True(KeyRing.Read(_folder.FullName, [secret]).IsMissing);
    }

    [Fact]
    public void The_ring_of_another_installation_is_as_good_as_none()
    {
        var secret = Protect("a");
        Directory.Delete(KeyRing.FolderIn(_folder.FullName), recursive: true);
        Protect("of another installation");

        Assert.True(KeyRing.Read(_folder.FullName, [secret]).IsMissing);
    }

    [Fact]
    public void Where_some_can_be_read_it_is_the_right_ring()
    {
        var lost = Protect("a");
        Directory.Delete(KeyRing.FolderIn(_folder.FullName), recursive: true);

        var reading = KeyRing.Read(_folder.FullName, [lost, Protect("b")]);

        Assert.Equal((new KeyRingReading(1, 1), false), (reading, reading.IsMissing));
    }

    [Theory, InlineData(""), InlineData("CfDJ8"), InlineData("CfDJ8 is how it begins, they say"), InlineData("smtp.example.com")]
    public void Text_that_is_no_secret_does_not_count(string text) => Assert.Equal(default, KeyRing.Read(_folder.FullName, [text]));

    [Fact]
    public async Task A_start_without_the_keys_is_refused_with_the_cure_and_goes_on_knowingly()
    {
        var options = new ServeOptions(Path.Combine(_folder.FullName, "data"), new IPEndPoint(IPAddress.Loopback, 0));
        await MakeSecretsAsync(options);
        Directory.Delete(KeyRing.FolderIn(options.DataFolder), recursive: true);

        var refused = await StartAsync(options);
        var accepted = await StartAsync(options with { AcceptsLostKeys = true });
        var next = await StartAsync(options);

        Assert.Contains("--accept-lost-keys", refused, StringComparison.Ordinal);
        Assert.Contains(KeyRing.FolderIn(options.DataFolder), refused, StringComparison.Ordinal);
        Assert.Equal(("", ""), (accepted, next));
    }

    [Fact]
    public void Every_column_that_holds_a_secret_is_asked()
    {
        var schema = string.Concat(Repository.Files("src/Postroom.Sqlite/Migrations", "*.sql").Select(Repository.Read));
        var asked = Repository.Read("src/Postroom.Sqlite/Settings/ProtectedTexts.cs");

        var columns = Regex.Matches(schema, @"\b(\w+) +text\b[^\n]*-- protected|\b(protected_\w+) +text", RegexOptions.None, TimeSpan.FromSeconds(1))
            .Select(match => match.Groups[1].Value + match.Groups[2].Value).ToList();

        Assert.NotEmpty(columns);
        Assert.All(columns, column => Assert.Contains($"select {column} from", asked, StringComparison.Ordinal));
    }

    string Protect(string secret) => DataProtectionProvider.Create(new DirectoryInfo(KeyRing.FolderIn(_folder.FullName))).CreateProtector("test").Protect(secret);

    static async Task MakeSecretsAsync(ServeOptions options)
    {
        await using var database = Assert.IsType<StoreOpening.Opened>(SqliteDatabase.Open(options.DataFolder, StoreUse.Serve)).Database;
        await using var app = PostroomHost.Build(options, database);
        await app.Services.GetRequiredService<MailServerSettingsStore>().LoadAsync(Token);
        await app.Services.GetRequiredService<Postroom.Notifications.Choices.PersonTokens>().LoadAsync(Token);
    }

    /// <summary>Starts and stops; returns what the program says is wrong.</summary>
    static async Task<string> StartAsync(ServeOptions options)
    {
        using var stop = new CancellationTokenSource();
        await using var output = new StopWhenReady(stop);
        await using var errors = new StringWriter();
        await PostroomServer.RunAsync(options, output, errors, stop.Token);
        return errors.ToString();
    }

    /// <summary>Ends the program once it has said that it is ready.</summary>
    sealed class StopWhenReady(CancellationTokenSource stop) : StringWriter
    {
        public override Task FlushAsync(CancellationToken cancellationToken) => stop.CancelAsync();
    }
}
