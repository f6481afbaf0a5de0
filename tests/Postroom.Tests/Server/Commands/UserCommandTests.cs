using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Postroom.People;

namespace Postroom.Tests.Server.Commands;

public sealed class UserCommandTests : IDisposable
{
    const string Password = "seven green bicycles";

    readonly CommandRun _run = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Adds_a_person_who_can_sign_in()
    {
        var code = await CreateAsync(Password);

        var user = await _run.InStoreAsync(store => store.GetRequiredService<IUserStore>().FindByEmailAsync("ann@example.com", Token));
        Assert.Equal((0, UserRole.Operator, "Ann B"), (code, user?.Role, user?.Name));
        Assert.Equal(PasswordVerificationResult.Success, new PasswordHasher<User>().VerifyHashedPassword(user!, user!.PasswordHash!, Password));
    }

    [Fact]
    public async Task Takes_the_password_from_a_file()
    {
        var file = _run.Write("password", $"{Password}\n");

        var code = await _run.RunAsync(["user", "create", "--email", "ann@example.com", "--name", "Ann", "--password-file", file, "--data", _run.Data, "--json"]);

        Assert.Equal((0, "viewer"), (code, _run.Json.GetProperty("role").GetString()));
    }

    [Fact]
    public async Task Refuses_an_address_that_is_taken()
    {
        await CreateAsync(Password);

        Assert.Equal(1, await CreateAsync(Password));
    }

    [Fact]
    public async Task Refuses_a_weak_password_and_does_not_repeat_it()
    {
        var code = await CreateAsync("passwordpassword");

        Assert.Equal(1, code);
        Assert.DoesNotContain("passwordpassword", _run.Error);
    }

    [Fact]
    public async Task Refuses_what_is_no_address() =>
        Assert.Equal(2, await _run.RunAsync(["user", "create", "--email", "nobody", "--name", "Ann", "--data", _run.Data], Password));

    [Fact]
    public async Task Makes_a_person_without_a_password_and_prints_the_link()
    {
        var code = await _run.RunAsync(["user", "create", "--email", "ann@example.com", "--name", "Ann", "--link", "--data", _run.Data]);

        var user = await _run.InStoreAsync(store => store.GetRequiredService<IUserStore>().FindByEmailAsync("ann@example.com", Token));
        Assert.Equal((0, UserState.Invited, null), (code, user!.State, user.PasswordHash));
        Assert.Matches(@"^http://localhost:8025/set-password\?token=[A-Za-z0-9_-]{43}\s*$", _run.Output);
    }

    [Fact]
    public async Task Prints_a_reset_link_for_somebody_who_is_locked_out()
    {
        await CreateAsync(Password);

        var code = await _run.RunAsync(["user", "link", "--email", "ANN@example.com", "--data", _run.Data, "--json"]);

        Assert.Equal((0, "reset"), (code, _run.Json.GetProperty("purpose").GetString()));
    }

    [Fact]
    public async Task Prints_no_link_for_nobody()
    {
        await CreateAsync(Password);

        Assert.Equal(1, await _run.RunAsync("user link --email ben@example.com --data {data}"));
    }

    Task<int> CreateAsync(string password) => _run.RunAsync(
        ["user", "create", "--email", "ann@example.com", "--name", "Ann B", "--role", "operator", "--data", _run.Data], $"{password}\n");
}
