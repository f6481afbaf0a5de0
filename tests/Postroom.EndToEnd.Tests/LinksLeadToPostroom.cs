using Postroom.EndToEnd.Tests.Support;

namespace Postroom.EndToEnd.Tests;

/// <summary>A link that is handed out begins with the site URL, and while none is set with the address at which the program really listens.</summary>
public sealed class LinksLeadToPostroom
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(null), InlineData("https://mail.example.com"), InlineData("http://10.0.0.5:8080/post")]
    public async Task A_command_beside_the_server_knows_where_it_is(string? siteUrl)
    {
        await using var program = await PostroomProgram.StartAsync(Token, siteUrl is null ? [] : new Dictionary<string, string> { ["POSTROOM__Site__Url"] = siteUrl });
        var expected = siteUrl ?? program.Address.ToString().TrimEnd('/');

        // The command has its own environment: settings from outside are given to both.
        var made = await Command.RunAsync(
            "env",
            [$"POSTROOM__Site__Url={siteUrl}", "dotnet", Repository.ServerProgram, "user", "create", "--email", "ann@example.org", "--name", "Ann", "--link", "--data", program.DataFolder],
            TimeSpan.FromSeconds(30), Token);

        Assert.StartsWith(expected + "/set-password?token=", made.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_knows_it_also_when_the_server_has_stopped()
    {
        await using var program = await PostroomProgram.StartAsync(Token);
        await program.StopAsync(Token);

        var made = await program.RunAsync(Token, "user", "create", "--email", "ann@example.org", "--name", "Ann", "--link");

        Assert.StartsWith(new Uri(program.Address, "/set-password?token=").ToString(), made.Output, StringComparison.Ordinal);
    }
}
