namespace Postroom.Settings;

/// <summary>Settings that are kept in memory and that another node may save. <see cref="SettingsRefresh"/> keeps them as they are stored.</summary>
public interface ISharedSettings
{
    /// <summary>What they are, in the words of a log, such as <c>product settings</c>.</summary>
    string Name { get; }

    /// <summary>Takes the newest version, if there is a newer one.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be read; those of before stay in force.</exception>
    Task RefreshAsync(CancellationToken cancellationToken);
}
