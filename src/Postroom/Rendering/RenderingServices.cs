using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Postroom.Rendering;

/// <summary>Wires this folder.</summary>
public static class RenderingServices
{
    /// <summary>Adds the letters.</summary>
    public static IServiceCollection AddRendering(this IServiceCollection services)
    {
        services.TryAddSingleton<LetterRenderer>();
        return services;
    }
}
