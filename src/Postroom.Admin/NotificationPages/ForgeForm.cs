using Microsoft.AspNetCore.Http;
using Postroom.Forges;
using Postroom.Settings;

namespace Postroom.Admin.NotificationPages;

/// <summary>What was typed into the form of a forge.</summary>
/// <param name="Kind">The word of the kind.</param>
/// <param name="Name">The name.</param>
/// <param name="BaseUrl">The address of its pages; empty: none.</param>
public sealed record ForgeForm(string Kind, string Name, string BaseUrl)
{
    /// <summary>The most characters of a name.</summary>
    public const int LongestName = 64;

    /// <summary>The most characters of an address.</summary>
    public const int LongestUrl = 300;

    /// <summary>An empty form.</summary>
    public static ForgeForm Empty { get; } = new(ForgeKind.BitbucketServer.Word(), "", "");

    internal Uri? Address => Uri.TryCreate(BaseUrl, UriKind.Absolute, out var uri) ? uri : null;

    internal static ForgeForm Of(IFormCollection form) => new(Text(form, "Kind"), Text(form, "Name"), Text(form, "BaseUrl"));

    internal static ForgeForm Of(ForgeSource source) => new(source.Kind.Word(), source.Name, source.BaseUrl?.ToString() ?? "");

    internal List<SettingsProblem> Problems()
    {
        var problems = new List<SettingsProblem>();
        if (ForgeKinds.Find(Kind) is null) problems.Add(new SettingsProblem("Kind", "Problem.Forge.Kind"));
        if (Name.Length == 0) problems.Add(new SettingsProblem("Name", "Problem.Forge.NameMissing"));
        else if (Name.Length > LongestName) problems.Add(new SettingsProblem("Name", "Problem.TooLong", LongestName));
        else if (Name.Any(char.IsControl)) problems.Add(new SettingsProblem("Name", "Problem.Forge.NameInvalid"));
        if (BaseUrl.Length > 0 && !IsUsable(BaseUrl)) problems.Add(new SettingsProblem("BaseUrl", "Problem.Forge.BaseUrl"));
        return problems;
    }

    static bool IsUsable(string url) => url.Length <= LongestUrl && Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;

    static string Text(IFormCollection form, string name) => form[name].ToString().Trim();
}
