using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Postroom.Accepting.Http;
using Postroom.Accepting.Raw;
using Postroom.Accepting.Senders;
using Postroom.Accepting.Smtp;
using Postroom.Settings;

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
        services.TryAddSingleton<RawAcceptor>();
        services.TryAddSingleton<IVerifiedDomains, NoVerifiedDomains>();
        services.TryAddSingleton<SenderCheck>();
        return services;
    }

    /// <summary>Adds the SMTP door.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="address">Where it listens.</param>
    public static IServiceCollection AddSmtpDoor(this IServiceCollection services, SmtpDoorAddress address)
    {
        services.AddOptions<SmtpDoorOptions>().BindConfiguration(SmtpDoorOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(address);
        services.TryAddSingleton<SmtpDoor>();
        services.AddHostedService(provider => provider.GetRequiredService<SmtpDoor>());
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
