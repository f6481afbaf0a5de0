using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace SignUpWithPostroom;

/// <summary>A signed-in browser. It ends when the member's password changes.</summary>
static class MemberSession
{
    const string Stamp = "stamp";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "club-session";
        options.LoginPath = "/sign-in";
        options.Events.OnValidatePrincipal = async context =>
        {
            var members = context.HttpContext.RequestServices.GetRequiredService<Members>();
            var member = members.Find(context.Principal?.FindFirstValue(ClaimTypes.Email) ?? "");
            if (member is not null && member.Stamp == context.Principal?.FindFirstValue(Stamp)) return;
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync();
        };
    }

    public static Task OpenAsync(HttpContext http, Member member)
    {
        var identity = new ClaimsIdentity(CookieAuthenticationDefaults.AuthenticationScheme);
        identity.AddClaims([new(ClaimTypes.Email, member.Email), new(ClaimTypes.Name, member.Name), new(Stamp, member.Stamp)]);
        return http.SignInAsync(new ClaimsPrincipal(identity));
    }
}
