using System.Text;

namespace Postroom.EndToEnd.Tests.Support;

/// <summary>One mail as it lies in a mailbox file. Lines end with LF; octets that are not ASCII are read as Latin-1.</summary>
sealed record DeliveredMail(string File, string Text)
{
    /// <summary>The first header field of this name, unfolded, or null.</summary>
    public string? Header(string name)
    {
        var lines = Text[..Text.IndexOf("\n\n", StringComparison.Ordinal)].Split('\n');
        var first = Array.FindIndex(lines, line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        if (first < 0) return null;
        var value = new StringBuilder(lines[first][(name.Length + 1)..]);
        foreach (var line in lines.Skip(first + 1).TakeWhile(line => line.StartsWith(' ') || line.StartsWith('\t')))
            value.Append(line);
        return value.ToString().Trim();
    }

    /// <summary>The address the mail server took it for, before any rewriting.</summary>
    public string? Recipient => Header("X-Original-To");
}

/// <summary>A folder of Maildirs, as a mail server fills it.</summary>
static class Maildir
{
    /// <summary>Every whole mail in one mailbox, oldest first; a mailbox that does not exist yet is empty.</summary>
    public static IReadOnlyList<DeliveredMail> Read(string mailbox)
    {
        // A mail appears in new/ by one rename, so a file that is there is whole.
        var arrived = new DirectoryInfo(Path.Combine(mailbox, "new"));
        if (!arrived.Exists) return [];
        return [.. arrived.GetFiles()
            .OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => new DeliveredMail(file.FullName, File.ReadAllText(file.FullName, Encoding.Latin1)))];
    }
}
