using System.Globalization;
using System.Text.Json;

namespace Postroom.EndToEnd.Tests.Support;

/// <summary>A real Postfix with Dovecot, programs of other kinds beside it, and `postroom test --json` for settings that are wrong.</summary>
public abstract class PostfixTrials(SharedPostfix server) : IAsyncLifetime
{
    // The test itself takes 20 s at most; the rest is the program's start on a busy machine.
    static readonly TimeSpan Budget = TimeSpan.FromSeconds(60);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postroom-trials-");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected OtherServers Others { get; } = new();

    private protected PostfixServer Postfix => server.Postfix;

    /// <summary>The ports that a remedy is looked for at.</summary>
    protected string Ports => Csv($"{Postfix.LoginStartTlsPort}/starttls,{Postfix.LoginSmtpsPort}/tls");

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        await Others.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What the terminal answers; a password is never in it.</summary>
    protected async Task<JsonElement> RunAsync(params string[] arguments)
    {
        string[] all = [Repository.ServerProgram, "test", "--json", "--try-ports", Ports, .. arguments];
        var run = await Command.RunAsync("dotnet", all, Budget, Token);
        Assert.True(run.Output.StartsWith('{'), run.Output + run.Errors);
        var login = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"\0{Postfix.UserName}\0{Postfix.Password}"));
        Assert.DoesNotContain(login, run.Output, StringComparison.Ordinal);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    /// <summary>A file with this text, such as a password.</summary>
    protected async Task<string> FileAsync(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, text, Token);
        return path;
    }

    protected static string Csv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
