using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Postroom.Accepting.Http;

/// <summary>
/// Answers what no address of the API answers: 405 with what is allowed where the address is known, else 404.
/// </summary>
sealed class UnknownAddress(EndpointDataSource endpoints)
{
    readonly Lazy<List<(TemplateMatcher Path, IReadOnlyList<string> Methods)>> _known = new(() => Read(endpoints));

    /// <summary>Answers.</summary>
    public IResult Answer(HttpContext http)
    {
        var methods = MethodsOf(http.Request.Path);
        if (methods.Count == 0) return Problems.UnknownDoor();
        http.Response.Headers.Allow = string.Join(", ", methods);
        return Problems.WrongMethod(http.Request.Method, methods);
    }

    List<string> MethodsOf(PathString path)
    {
        var methods = _known.Value.Where(known => known.Path.TryMatch(path, [])).SelectMany(known => known.Methods)
            .ToList();
        if (methods.Contains(HttpMethods.Get)) methods.Add(HttpMethods.Head);
        return [.. methods.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    static List<(TemplateMatcher Path, IReadOnlyList<string> Methods)> Read(EndpointDataSource endpoints) =>
    [
        .. from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
           let methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods
           where methods is { Count: > 0 } && endpoint.RoutePattern.RawText is not null
           select (new TemplateMatcher(TemplateParser.Parse(endpoint.RoutePattern.RawText!), []), methods),
    ];
}
