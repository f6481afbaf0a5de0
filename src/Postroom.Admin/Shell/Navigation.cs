namespace Postroom.Admin.Shell;

/// <summary>The pages of the navigation, in their order.</summary>
static class Navigation
{
    public const string MailServer = "mail-server";
    public const string Trust = "trust";
    public const string Deliveries = "deliveries";
    public const string Causes = "causes";
    public const string Alarms = "alarms";
    public const string Sandbox = "sandbox";
    public const string Notifications = "notifications";
    public const string Directory = "directory";
    public const string Apps = "apps";
    public const string Domains = "domains";
    public const string People = "people";
    public const string Templates = "templates";
    public const string Settings = "settings";
    public const string Help = "help";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<NavigationItem> Items { get; } =
    [
        new(MailServer, "/mail-server", "server", "Console.Nav.MailServer"),
        new(Trust, "/trust", "shield", "Console.Nav.Trust"),
        new(Deliveries, "/deliveries", "send", "Console.Nav.Deliveries"),
        new(Causes, "/causes", "warn", "Console.Nav.Causes"),
        new(Alarms, "/alarms", "bell", "Console.Nav.Alarms"),
        new(Sandbox, "/sandbox", "inbox", "Console.Nav.Sandbox"),
        new(Notifications, "/notifications", "branch", "Console.Nav.Notifications"),
        new(Directory, "/directory", "book", "Console.Nav.Directory"),
        new(Apps, "/apps", "key", "Console.Nav.Apps"),
        new(Domains, "/domains", "globe", "Console.Nav.Domains"),
        new(People, "/people", "people", "Console.Nav.People"),
        new(Templates, "/templates", "letter", "Console.Nav.Templates"),
        new(Settings, "/settings", "sliders", "Console.Nav.Settings"),
        new(Help, "/help", "help", "Console.Nav.Help"),
    ];

    /// <summary>The page that opens first.</summary>
    public const string First = "/mail-server";
}

/// <summary>One entry of the navigation.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Path">Its path within the console.</param>
/// <param name="Icon">Its icon.</param>
/// <param name="TextKey">The key of its text.</param>
sealed record NavigationItem(string Key, string Path, string Icon, string TextKey);
