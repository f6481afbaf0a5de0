using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Postroom.Server.Serving;

/// <summary>
/// The HTTP server with a stop that is bounded. By itself Kestrel waits for every open request as long as the whole host may
/// take, which is meant for mail that is under way: one client that drips a form would use it all up. Here answers have a
/// short grace, then every connection is cut, whatever it is in the middle of: a head, a form, a download, a live test.
/// </summary>
sealed class HttpStop(IServer server, TimeProvider time) : IServer
{
    /// <summary>How long answers that are under way have. A half-read request was not answered, so its sender knows to send it again.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IFeatureCollection Features => server.Features;

    /// <summary>Puts it around the server that the host has chosen so far.</summary>
    public static void AddTo(IServiceCollection services)
    {
        var chosen = services.LastOrDefault(service => service.ServiceType == typeof(IServer))?.ImplementationType
            ?? throw new InvalidOperationException("The host has no server yet.");
        services.AddSingleton<IServer>(provider =>
            new HttpStop((IServer)ActivatorUtilities.CreateInstance(provider, chosen), provider.GetRequiredService<TimeProvider>()));
    }

    /// <inheritdoc/>
    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => server.StartAsync(application, cancellationToken);

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        await server.StopAsync(either.Token);
    }

    /// <inheritdoc/>
    public void Dispose() => server.Dispose();
}
