using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>What was signed verifies where it arrives, after it travelled through a real Postfix.</summary>
public sealed class SignedMailArrivesInPostfix(SharedPostfix server) : IClassFixture<SharedPostfix>
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("alice", "Hello", "Hi, Alice.\n\n\n")]
    [InlineData("bob", "会議のお知らせ", "本日 10 時。\n.\n..dots\ntrailing \t\n")]
    public async Task A_signed_message_verifies_where_it_arrives(string user, string subject, string text)
    {
        await using var program = await StartAsync();
        var records = await MakeKeysAsync(program);
        using var app = await ApiCaller.WithNewKeyAsync(program, Token);

        await app.SendAsync(new { to = new[] { $"{user}@example.org" }, subject, text, html = $"<p>{subject}</p>" }, Token);

        await AssertVerifiesAsync(Assert.Single(await server.Postfix.WaitForMailAsync(user, 1, Soon, Token)), records);
    }

    [Fact]
    public async Task The_test_message_of_the_command_line_verifies_too()
    {
        await using var program = await StartAsync();
        var records = await MakeKeysAsync(program);

        var environment = Settings().Select(setting => $"{setting.Key}={setting.Value}");
        var result = await Command.RunAsync(
            "env", [.. environment, "dotnet", Repository.ServerProgram, "test", "--to", "carol@example.org", "--data", program.DataFolder], Soon, Token);

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        await AssertVerifiesAsync(Assert.Single(await server.Postfix.WaitForMailAsync("carol", 1, Soon, Token)), records);
    }

    Task<PostroomProgram> StartAsync() => PostroomProgram.StartAsync(Token, Settings());

    Dictionary<string, string> Settings() => new()
    {
        ["POSTROOM__MailServer__Host"] = "localhost",
        ["POSTROOM__MailServer__Port"] = server.Postfix.PlainPort.ToString(CultureInfo.InvariantCulture),
        ["POSTROOM__MailServer__Security"] = "none",
        ["POSTROOM__MailServer__Anonymous"] = "true",
        ["POSTROOM__MailServer__From"] = "postroom@example.org",
    };

    // The running program learns of keys within half a minute, or at its start.
    static async Task<Dictionary<string, string>> MakeKeysAsync(PostroomProgram program)
    {
        await program.StopAsync(Token);
        var records = new Dictionary<string, string>();
        foreach (var key in (await DkimAsync(program, "create", "--json")).GetProperty("keys").EnumerateArray())
        {
            records[key.GetProperty("recordName").GetString()!] = key.GetProperty("record").GetString()!;
            await DkimAsync(program, "activate", "--even-if-unseen", "--selector", key.GetProperty("selector").GetString()!, "--json");
        }

        await program.StartAgainAsync(Token);
        return records;
    }

    static async Task<JsonElement> DkimAsync(PostroomProgram program, string verb, params string[] more)
    {
        var result = await Command.RunAsync(
            "dotnet", [Repository.ServerProgram, "dkim", verb, "--domain", "example.org", "--data", program.DataFolder, .. more], Soon, Token);
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    static async Task AssertVerifiesAsync(DeliveredMail mail, Dictionary<string, string> records)
    {
        var bytes = Encoding.Latin1.GetBytes(mail.Text.ReplaceLineEndings("\r\n"));
        var script = Path.Combine(Repository.Root, "tests", "oracles", "verify_dkim.py");
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, JsonSerializer.Serialize(records)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new[] { bytes }));
        process.StandardInput.Close();
        var verdicts = JsonDocument.Parse(await process.StandardOutput.ReadToEndAsync(Token)).RootElement[0];
        await process.WaitForExitAsync(Token);

        Assert.Equal(2, verdicts.GetArrayLength());
        Assert.All(verdicts.EnumerateArray(), one => Assert.True(one.GetProperty("result").GetString() == "pass", $"{one}\n{mail.Text}"));
    }
}
