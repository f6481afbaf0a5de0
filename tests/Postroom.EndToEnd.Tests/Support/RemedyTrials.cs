using System.Text.Json;

namespace Postroom.EndToEnd.Tests.Support;

/// <summary>What `postroom test --json` finds in place of wrong settings.</summary>
public abstract class RemedyTrials(SharedPostfix server) : PostfixTrials(server)
{
    protected async Task FindsAsync(string cause, int port, string security, int wrongPort, string wrongSecurity)
    {
        var result = await TestAsync(wrongPort, wrongSecurity, "--user", Postfix.UserName);

        Assert.Equal(
            (cause, port, security, true),
            (Cause(result), Settings(result).GetProperty("port").GetInt32(), Settings(result).GetProperty("security").GetString(), IsVerified(result)));
    }

    protected async Task<JsonElement> TestAsync(int port, string security, params string[] more)
    {
        string[] password = more.Contains("--user") && !more.Contains("--password-file") ? ["--password-file", await FileAsync("password", Postfix.Password)] : [];
        string[] from = more.Contains("--from") ? [] : ["--from", "test@example.org"];
        return await RunAsync(["--host", "localhost", "--port", Csv($"{port}"), "--security", security, "--ca", Postfix.CaFile, .. from, .. password, .. more]);
    }

    protected static string Cause(JsonElement result) => result.GetProperty("cause").GetProperty("id").GetString() ?? "";

    protected static JsonElement Settings(JsonElement result) => result.GetProperty("remedy").GetProperty("settings");

    protected static bool IsVerified(JsonElement result) => result.GetProperty("remedy").GetProperty("verified").GetBoolean();
}
