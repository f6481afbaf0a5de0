using static Postroom.Languages.Texts;

namespace Postroom.Admin.CausePages;

/// <summary>The words of <c>postroom explain --json</c> in the language of the page.</summary>
static class CauseText
{
    /// <summary>Who has to act.</summary>
    public static string Who(string word) => word switch
    {
        "administrator" => Get("Console.Who.Administrator"),
        "recipient" => Get("Console.Who.Recipient"),
        "provider" => Get("Console.Who.Provider"),
        "wait" => Get("Console.Who.Wait"),
        _ => Get("Console.Who.Nobody"),
    };

    /// <summary>What Postroom does with the message.</summary>
    public static string Retry(string word) => word switch
    {
        "soon" => Get("Console.Retry.Soon"),
        "slow-down" => Get("Console.Retry.SlowDown"),
        "tomorrow" => Get("Console.Retry.Tomorrow"),
        "settings" => Get("Console.Retry.Settings"),
        "never" => Get("Console.Retry.Never"),
        "split" => Get("Console.Retry.Split"),
        _ => Get("Console.Retry.Later"),
    };

    /// <summary>A text of an untrusted server, cut so that it cannot fill the page.</summary>
    public static string Shorten(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, most), "…");
}
