using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Postroom.Admin.DeliveryPages;
using Postroom.Admin.DomainPages;
using Postroom.Admin.EndUserPages;
using Postroom.Admin.MailViews;
using Postroom.Admin.SandboxPages;
using Postroom.Admin.Shell;
using Postroom.Admin.SigningIn;
using Postroom.Alarms;
using Postroom.People;

namespace Postroom.Admin;

/// <summary>Wires the console. The stores and the engine come from <c>AddPostroom</c> and <c>UseSqlite</c>.</summary>
public static class ConsoleServices
{
    /// <summary>Adds what the pages need, sign-in included.</summary>
    public static IServiceCollection AddPostroomConsole(this IServiceCollection services)
    {
        services.AddPeople();
        services.AddDirectory();
        services.AddRazorComponents();
        services.TryAddScoped<ConsoleRequest>();
        services.TryAddSingleton<AccountMailState>();
        services.TryAddSingleton<AlarmSettingsStore>();
        services.TryAddSingleton<AccountProviders>();
        services.TryAddSingleton<AccountSingleSignOn>();
        services.TryAddSingleton<AccountView>();
        services.TryAddSingleton<DomainQueries>();
        services.TryAddScoped<DeliveryMail>();
        services.TryAddSingleton<LookRecorder>();
        services.TryAddSingleton<MailLooks>();
        services.TryAddSingleton<MailServerPages.TestServices>();
        services.TryAddSingleton<ProxySightings>();
        services.TryAddScoped<SandboxLooks>();
        services.TryAddSingleton<SignInView>();
        services.Configure<AntiforgeryOptions>(options =>
        {
            options.Cookie.Name = "postroom-form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true; // frame-ancestors says it
        });
        services.Configure<CookieAuthenticationOptions>(Session.Scheme, options =>
        {
            options.Events.OnRedirectToLogin = context => context.HttpContext.Features.Get<SessionsUnreadable>() is null
                ? SendToSignInAsync(context.HttpContext)
                : ErrorPages.WriteAsync(context.HttpContext, StatusCodes.Status503ServiceUnavailable);
            options.Events.OnRedirectToAccessDenied = context => ErrorPages.WriteAsync(context.HttpContext, StatusCodes.Status403Forbidden);
        });
        return services;
    }

    // After a POST the reader comes back to the page itself: what was posted cannot be posted again unseen.
    static Task SendToSignInAsync(HttpContext http)
    {
        var request = http.Request;
        var root = request.PathBase + (http.GetEndpoint()?.Metadata.GetMetadata<ConsoleRoot>()?.Path ?? "");
        var back = HttpMethods.IsGet(request.Method) ? request.PathBase + request.Path + request.QueryString : root + "/";
        http.Response.Redirect($"{root}/sign-in?to={Uri.EscapeDataString(back)}");
        return Task.CompletedTask;
    }
}
