using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Postroom.Rendering.Editing;
using Postroom.Settings;

namespace Postroom.Rendering;

/// <summary>Wires this folder.</summary>
public static class RenderingServices
{
    /// <summary>Adds the letters and the templates people have changed.</summary>
    public static IServiceCollection AddRendering(this IServiceCollection services)
    {
        services.TryAddSingleton<TemplateStore>();
        services.TryAddSingleton<LetterRenderer>();
        services.AddSingleton<ISharedSettings>(provider => provider.GetRequiredService<TemplateStore>());
        return services;
    }
}
