using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Postroom.People;
using Postroom.Tests.Contracts;

namespace Postroom.Tests.People;

public sealed class SignInTests : IAsyncDisposable
{
    const string Password = "four unrelated words here";

    readonly SqliteTestStore _store = new();
    readonly PasswordHasher<User> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 10 }));
    readonly SignIn _signIn;

    public SignInTests() => _signIn = new SignIn(_store.Users, _hasher, _store.Audit, _store.Time, NullLogger<SignIn>.Instance);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData("anna@example.com"), InlineData(" ANNA@example.com ")]
    public async Task Takes_the_right_password(string email)
    {
        await AddAnnaAsync();

        Assert.IsType<SignInOutcome.SignedIn>(await _signIn.TryAsync(email, Password, Token));
    }

    [Theory, InlineData("anna@example.com", "wrong"), InlineData("anna@example.com", ""), InlineData("nobody@example.com", Password), InlineData("", "")]
    public async Task Refuses_everything_else(string email, string password)
    {
        await AddAnnaAsync();

        Assert.IsType<SignInOutcome.Refused>(await _signIn.TryAsync(email, password, Token));
    }

    [Fact]
    public async Task A_user_without_a_password_cannot_sign_in()
    {
        await AddAnnaAsync(hasPassword: false);

        Assert.IsType<SignInOutcome.Refused>(await _signIn.TryAsync("anna@example.com", "", Token));
    }

    [Fact]
    public async Task Five_failures_lock_even_the_right_password_out()
    {
        await AddAnnaAsync();
        await FailAsync(5);

        Assert.IsType<SignInOutcome.Refused>(await _signIn.TryAsync("anna@example.com", Password, Token));
    }

    [Fact]
    public async Task Many_failures_at_once_are_all_counted()
    {
        await AddAnnaAsync();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _signIn.TryAsync("anna@example.com", "wrong", Token)));

        Assert.Equal(5, (await _store.Users.FindByEmailAsync("anna@example.com", Token))!.FailedSignIns);
    }

    [Fact]
    public async Task A_lock_ends_by_itself()
    {
        await AddAnnaAsync();
        await FailAsync(5);
        _store.Time.Advance(SignIn.FirstLock);

        Assert.IsType<SignInOutcome.SignedIn>(await _signIn.TryAsync("anna@example.com", Password, Token));
    }

    [Fact]
    public async Task A_success_forgets_the_failures()
    {
        await AddAnnaAsync();
        await FailAsync(4);
        await _signIn.TryAsync("anna@example.com", Password, Token);

        Assert.Equal(0, (await _store.Users.FindByEmailAsync("anna@example.com", Token))!.FailedSignIns);
    }

    [Theory, InlineData(4, 0), InlineData(5, 60), InlineData(6, 120), InlineData(8, 480), InlineData(11, 3_600), InlineData(1_000, 3_600)]
    public void A_lock_doubles_up_to_an_hour(int failures, int expectedSeconds) =>
        Assert.Equal(expectedSeconds, SignIn.LockAfter(failures)?.TotalSeconds ?? 0);

    public async ValueTask DisposeAsync()
    {
        _signIn.Dispose();
        await _store.DisposeAsync();
    }

    async Task FailAsync(int times)
    {
        for (var i = 0; i < times; i++) await _signIn.TryAsync("anna@example.com", "wrong", Token);
    }

    async Task AddAnnaAsync(bool hasPassword = true)
    {
        var now = _store.Time.GetUtcNow();
        var anna = new User { Id = Guid.CreateVersion7(now), Email = "anna@example.com", Name = "Anna", Role = UserRole.Viewer, Stamp = "1", CreatedAt = now };
        await _store.Users.AddAsync(hasPassword ? anna with { PasswordHash = _hasher.HashPassword(anna, Password) } : anna, onlyIfFirst: false, Token);
    }
}
