namespace Postroom.Admin.Shell;

/// <summary>Endpoint metadata: the path under which the console was mapped, such as <c>/mail</c>; empty: the root of the app.</summary>
sealed record ConsoleRoot(string Path);
