using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Postroom.People;

/// <summary>Wires the directory of people and its imports.</summary>
public static class DirectoryServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddDirectory(this IServiceCollection services)
    {
        services.TryAddSingleton<PeopleDirectory>();
        services.TryAddSingleton<DirectoryImportReader>();
        services.TryAddSingleton<DirectoryImports>();
        services.AddHostedService<DirectoryImporter>();
        return services;
    }
}
