using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Postroom.Accepting.Http;

namespace Postroom.Accepting;

/// <summary>Wires the ways in.</summary>
public static class AcceptingServices
{
    /// <summary>Adds the one way in and what its doors need.</summary>
    public static IServiceCollection AddAccepting(this IServiceCollection services)
    {
        services.AddOptions<AcceptingOptions>().BindConfiguration(AcceptingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<ApiKeyCheck>();
        services.TryAddSingleton<BodyRoom>();
        services.TryAddSingleton<MailAcceptor>();
        return services;
    }

    /// <summary>Maps the HTTP door.</summary>
    public static void MapAccepting(this IEndpointRouteBuilder routes)
    {
        routes.MapSend();
        routes.MapMessages();
        routes.MapEvents();
        // Programs get a problem they can read, never the console's page.
        routes.Map("/api/{**path}", Problems.UnknownDoor).ExcludeFromDescription();
    }
}
