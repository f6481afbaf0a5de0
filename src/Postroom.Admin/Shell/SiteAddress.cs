namespace Postroom.Admin.Shell;

/// <summary>Compares addresses of a site by what decides whether a link arrives: scheme, host and port.</summary>
static class SiteAddress
{
    /// <summary>Whether both lead to the same place. The names of the loopback are one.</summary>
    public static bool AreSame(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port
        && (one.IdnHost.Equals(other.IdnHost, StringComparison.OrdinalIgnoreCase) || (one.IsLoopback && other.IsLoopback));
}
