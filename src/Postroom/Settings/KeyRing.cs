using System.Buffers.Text;

namespace Postroom.Settings;

/// <summary>
/// Whether the key ring in <c>keys</c> goes with the database beside it. A database that was restored without its keys looks
/// whole until the first mail fails; so it is asked at the start.
/// </summary>
public static class KeyRing
{
    // How every payload of ASP.NET Core data protection begins: 09 F0 C9 F0, then the id of its key.
    const string Mark = "CfDJ8";
    const int MarkBytes = 4;
    const int IdBytes = 16;
    const int HeadCharacters = 28; // 21 bytes, of which 20 are wanted

    /// <summary>The folder of the keys.</summary>
    public static string FolderIn(string dataFolder) => Path.Combine(dataFolder, "keys");

    /// <summary>Counts which secrets have their key in the ring. Only names of files are looked at.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="protectedTexts">Texts that hold protected secrets, several in one text too.</param>
    public static KeyRingReading Read(string dataFolder, IEnumerable<string> protectedTexts)
    {
        ArgumentNullException.ThrowIfNull(protectedTexts);
        var (readable, lost) = (0, 0);
        foreach (var id in protectedTexts.SelectMany(KeysOf))
        {
            if (File.Exists(Path.Combine(FolderIn(dataFolder), $"key-{id:D}.xml"))) readable++;
            else lost++;
        }

        return new KeyRingReading(readable, lost);
    }

    static IEnumerable<Guid> KeysOf(string text)
    {
        for (var at = text.IndexOf(Mark, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Mark, at + Mark.Length, StringComparison.Ordinal))
        {
            if (KeyAt(text.AsSpan(at)) is { } id) yield return id;
        }
    }

    static Guid? KeyAt(ReadOnlySpan<char> payload)
    {
        if (payload.Length < HeadCharacters || !Base64Url.IsValid(payload[..HeadCharacters])) return null;
        Span<byte> head = stackalloc byte[(HeadCharacters / 4) * 3];
        var length = Base64Url.DecodeFromChars(payload[..HeadCharacters], head);
        return length == head.Length ? new Guid(head.Slice(MarkBytes, IdBytes)) : null;
    }
}

/// <summary>How many secrets the key ring can read.</summary>
/// <param name="Readable">Whose key is there.</param>
/// <param name="Lost">Whose key is not.</param>
public readonly record struct KeyRingReading(int Readable, int Lost)
{
    /// <summary>Whether this is another database's key ring, or none: there are secrets, and not one can be read.</summary>
    public bool IsMissing => Lost > 0 && Readable == 0;
}
