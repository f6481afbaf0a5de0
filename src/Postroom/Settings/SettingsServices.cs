using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Postroom.Settings;

/// <summary>Wires this folder. The stores come from <c>UseSqlite</c> or <c>UsePostgreSql</c>.</summary>
public static class SettingsServices
{
    /// <summary>Adds secrets at rest, the journal and the machine's identity.</summary>
    /// <param name="services">The services.</param>
    /// <param name="dataFolder">The data folder; keys go to <c>keys</c> in it, outside the database file.</param>
    public static IServiceCollection AddSettings(this IServiceCollection services, string dataFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataFolder);
        services.AddDataProtection().SetApplicationName("Postroom").PersistKeysToFileSystem(KeyFolder(dataFolder));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SecretProtector>();
        services.TryAddSingleton<SettingsJournal>();
        services.TryAddSingleton<ServedAddress>();
        services.TryAddSingleton<ProductSettingsStore>();
        services.TryAddSingleton<IProductSettings>(provider => provider.GetRequiredService<ProductSettingsStore>());
        services.AddSingleton<ISharedSettings>(provider => provider.GetRequiredService<ProductSettingsStore>());
        services.AddHostedService<SettingsRefresh>();
        services.TryAddSingleton<FindHostIdentity>(provider =>
            token => HostIdentity.FindAsync(provider.GetRequiredService<TimeProvider>(), token));
        return services;
    }

    // Whoever reads the keys reads every secret: the folder is the owner's alone.
    static DirectoryInfo KeyFolder(string dataFolder) => PrivateFiles.CreateFolder(KeyRing.FolderIn(dataFolder));
}
