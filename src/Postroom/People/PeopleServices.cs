using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Postroom.People.Accounts;
using Postroom.People.Http;
using Postroom.People.Links;
using Postroom.People.Sessions;
using Postroom.People.SingleSignOn;
using Postroom.People.TwoFactor;

namespace Postroom.People;

/// <summary>Wires this folder. The store comes from <c>UseSqlite</c> or <c>UsePostgreSql</c>.</summary>
public static class PeopleServices
{
    // PBKDF2 with HMAC-SHA-512, as OWASP's password storage cheat sheet asks.
    const int HashRounds = 210_000;

    /// <summary>Adds set-up, sign-in, sessions and the policies of <see cref="PeoplePolicies"/>.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(SetUp))) return services;
        services.TryAddSingleton(TimeProvider.System);
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashRounds);
        services.TryAddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.TryAddSingleton<SetUpLink>();
        services.TryAddSingleton<SetUp>();
        services.TryAddSingleton<SignIn>();
        services.AddAccounts();
        services.AddSingleSignOn();
        services.TryAddSingleton<UserSessions>();
        services.AddHostedService<SessionSweep>();
        services.AddAuthentication().AddCookie(Session.Scheme, Cookie);
        services.AddAuthorizationBuilder()
            .AddPolicy(PeoplePolicies.Member, policy => Needs(policy, UserRole.Member))
            .AddPolicy(PeoplePolicies.Administrator, policy => Needs(policy, UserRole.Administrator))
            .AddPolicy(PeoplePolicies.Operator, policy => Needs(policy, UserRole.Operator))
            .AddPolicy(PeoplePolicies.Viewer, policy => Needs(policy, UserRole.Viewer));
        return services;
    }

    /// <summary>Maps the doors for account links of apps.</summary>
    public static void MapPeople(this IEndpointRouteBuilder routes) => routes.MapAccountLinks();

    static void AddAccounts(this IServiceCollection services)
    {
        services.TryAddSingleton<AccountLinks>();
        services.TryAddSingleton<AccountLetters>();
        services.TryAddSingleton<AccountLimits>();
        services.TryAddSingleton<KnownDevices>();
        services.TryAddSingleton<SignInGuard>();
        services.TryAddSingleton<AccountRequests>();
        services.TryAddSingleton<PeopleSettingsStore>();
        services.TryAddSingleton<NewAccounts>();
        services.TryAddSingleton<Passwords>();
        services.TryAddSingleton<AddressChange>();
        services.TryAddSingleton<UserChanges>();
        services.TryAddSingleton<SecondFactor>();
        services.TryAddSingleton<FactorRemoval>();
        services.TryAddSingleton<SignInCode>();
    }

    static void Cookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "postroom-session";
        options.Cookie.HttpOnly = true;
        // Lax, not Strict: a link from a mail to the console must not look signed out. Every change is a POST with a token.
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.CookieManager = new SessionCookies();
        // The row says when a session ends (UserSessions), and the browser forgets the cookie when it closes.
        options.ExpireTimeSpan = TimeSpan.FromDays(PeopleSettings.MaximumSessionDays + 1);
        options.SlidingExpiration = false;
        options.Events.OnValidatePrincipal = Session.ValidateAsync;
    }

    static void Needs(AuthorizationPolicyBuilder policy, UserRole role) =>
        policy.AddAuthenticationSchemes(Session.Scheme).RequireAuthenticatedUser().RequireRole(role.ToString());
}
