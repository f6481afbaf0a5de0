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

    Task<int> CreateAsync(string password) => _run.RunAsync(
        ["user", "create", "--email", "ann@example.com", "--name", "Ann B", "--role", "operator", "--data", _run.Data], $"{password}\n");
}
