using System.Text.RegularExpressions;
using Postroom.Tests.Support;

namespace Postroom.Tests.Architecture;

/// <summary>
/// The map of the house. A folder's dependencies are the names in its files, because a namespace is its folder
/// (IDE0130), so the scan of the text is exact enough and needs no library.
/// </summary>
public sealed class DependencyTests
{
    static readonly Dictionary<string, string[]> ProjectsMayName = new()
    {
        ["Postroom.Mail"] = [],
        ["Postroom.Client"] = [],
        ["Postroom"] = ["Postroom.Mail", "Postroom.Client"],
        ["Postroom.Sqlite"] = ["Postroom"],
        ["Postroom.Admin"] = ["Postroom"],
        ["Postroom.Server"] = ["Postroom.Admin", "Postroom.Sqlite"],
    };

    // Besides itself, Postroom.Mail, Telemetry and Languages.
    static readonly Dictionary<string, string[]> FoldersMayName = new()
    {
        ["Accepting"] = ["Rendering", "Suppression", "Outbox", "Deliveries", "Settings"],
        ["Alarms"] = ["Accepting", "MailServers", "Outbox", "People", "Settings"],
        ["Deliveries"] = [],
        ["Diagnosis"] = ["MailServers", "Deliveries", "Rendering", "Settings", "Signing"],
        ["Dispatching"] = ["Outbox", "MailServers", "Deliveries", "Suppression", "Settings", "Signing"],
        ["Forges"] = ["Accepting", "Notifications", "People", "Outbox", "Settings"],
        ["Languages"] = [],
        ["Hosting"] = [],
        ["MailServers"] = ["Deliveries", "Settings"],
        ["HtmlReading"] = [],
        ["Notifications"] = ["Accepting", "Rendering", "People", "Outbox", "Settings"],
        ["Outbox"] = ["Deliveries"],
        ["People"] = ["Accepting", "Rendering", "Outbox", "Settings"],
        ["Rendering"] = ["HtmlReading", "Settings"],
        ["Sandbox"] = ["HtmlReading"],
        ["Settings"] = [],
        ["Signing"] = ["Settings"],
    };

    static readonly string[] Everywhere = ["Hosting", "Telemetry", "Languages"];

    public static TheoryData<string> Projects => [.. ProjectsMayName.Keys];

    public static TheoryData<string> Folders => [.. FoldersMayName.Keys];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_map_allows(string project)
    {
        var file = Repository.Read($"src/{project}/{project}.csproj");

        var references = Regex.Matches(file, @"ProjectReference Include="".*?([\w.]+)\.csproj""").Select(match => match.Groups[1].Value);

        Assert.Equal(ProjectsMayName[project].Order(), references.Order());
    }

    [Fact]
    public void Every_project_is_on_the_map() =>
        Assert.Equal(
            ProjectsMayName.Keys.Order(),
            Directory.GetDirectories(Repository.PathOf("src")).Select(Path.GetFileName).Order());

    [Fact]
    public void Every_folder_of_the_engine_is_on_the_map() =>
        Assert.Equal(
            FoldersMayName.Keys.Order(),
            Directory.GetDirectories(Repository.PathOf("src", "Postroom"))
                .Where(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any())
                .Select(Path.GetFileName).Except(["bin", "obj"]).Order());

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_of_the_engine_names_only_what_the_map_allows(string folder)
    {
        var allowed = FoldersMayName[folder].Concat(Everywhere).Append(folder).ToHashSet();
        var names = string.Join('|', FoldersMayName.Keys);

        var named = from path in Repository.Files($"src/Postroom/{folder}", "*.cs")
                    from Match match in Regex.Matches(Repository.Read(path), $@"\bPostroom\.({names})\b")
                    where !allowed.Contains(match.Groups[1].Value)
                    select $"{path} names {match.Groups[1].Value}";

        Assert.Empty(named);
    }

    [Fact]
    public void Mail_depends_on_no_package_but_for_Ed25519() =>
        Assert.Equal(["NSec.Cryptography"], System.Xml.Linq.XDocument.Parse(Repository.Read("src/Postroom.Mail/Postroom.Mail.csproj")).Descendants("PackageReference").Select(one => one.Attribute("Include")!.Value));
}
