using Microsoft.AspNetCore.Http;

namespace Postroom.Accepting.Http;

/// <summary>Lets only requests with a live API key of the right scope through (RFC 6750 §2.1).</summary>
sealed class BearerKey(ApiKeyCheck keys, string scope) : IEndpointFilter
{
    const string Scheme = "Bearer ";
    const int MaxKeyCharacters = 200;

    public static AppKey Of(HttpContext context) =>
        context.Features.Get<AppKey>() ?? throw new InvalidOperationException("The endpoint lacks the BearerKey filter.");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return Challenge(http, Problems.KeyMissing());

        var secret = header[Scheme.Length..].Trim();
        var key = secret.Length is 0 or > MaxKeyCharacters ? null : await keys.FindAsync(secret, http.RequestAborted);
        if (key is null) return Challenge(http, Problems.KeyUnknown());
        if (!key.Scopes.Contains(scope)) return Problems.ScopeMissing(scope);

        http.Features.Set(key);
        return await next(context);
    }

    static IResult Challenge(HttpContext http, IResult problem)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"postroom\"";
        return problem;
    }
}
