using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Postroom.Mail.Mime;

namespace Postroom.Mail.Dkim;

/// <summary>Writes the field that signs a message: relaxed in header and body, the whole body, never a part of it (RFC 6376 §3.5).</summary>
public static class DkimSigner
{
    const int LineLength = 76;

    /// <summary>Signs a message that has been read.</summary>
    /// <param name="message">The message.</param>
    /// <param name="key">The private key.</param>
    /// <param name="signature">In whose name, with which record, when.</param>
    /// <returns>The field with its line end, to be put in front of the message.</returns>
    public static byte[] Sign(DkimMessage message, DkimKey key, DkimSignature signature)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(signature);
        var covered = SignedHeaders.Choose(message.Fields);
        var field = Encoding.ASCII.GetBytes(Unsigned(message, key, signature, covered.Select(pair => pair.Name)));
        var signed = key.Sign(HashOf(message, covered.Select(pair => pair.Field), field));
        var text = new StringBuilder(Encoding.ASCII.GetString(field));
        AppendFolded(text, Convert.ToBase64String(signed));
        return Encoding.ASCII.GetBytes(text.Append("\r\n").ToString());
    }

    /// <summary>The hash that is signed: the covered fields in their order, then the signature's own field without its value (RFC 6376 §3.7).</summary>
    internal static byte[] HashOf(DkimMessage message, IEnumerable<DkimField?> covered, ReadOnlySpan<byte> ownField)
    {
        using var canonical = new ByteWriter(4_096);
        foreach (var field in covered)
        {
            if (field is { } present) Canonicalization.AppendHeader(canonical, message.BytesOf(present), endsLine: true);
        }

        Canonicalization.AppendHeader(canonical, ownField, endsLine: false);
        return SHA256.HashData(canonical.Written);
    }

    static string Unsigned(DkimMessage message, DkimKey key, DkimSignature signature, IEnumerable<string> names)
    {
        var text = new StringBuilder(1_024).Append("DKIM-Signature: v=1;");
        AppendTag(text, $"a={Name(key.Algorithm)};");
        AppendTag(text, "c=relaxed/relaxed;");
        AppendTag(text, $"d={signature.Domain};");
        if (signature.Identity is { } identity) AppendTag(text, $"i=@{identity};");
        AppendTag(text, $"s={signature.Selector};");
        AppendTag(text, string.Create(CultureInfo.InvariantCulture, $"t={signature.SignedAt.ToUnixTimeSeconds()};"));
        if (signature.ExpiresAt is { } end) AppendTag(text, string.Create(CultureInfo.InvariantCulture, $"x={end.ToUnixTimeSeconds()};"));
        AppendNames(text, names);
        AppendTag(text, $"bh={Convert.ToBase64String(message.BodyHash.Span)};");
        return text.Append("\r\n b=").ToString();
    }

    static string Name(DkimAlgorithm algorithm) => algorithm == DkimAlgorithm.Rsa ? "rsa-sha256" : "ed25519-sha256";

    static void AppendTag(StringBuilder text, string tag)
    {
        var separator = Column(text) + 1 + tag.Length > LineLength ? "\r\n " : " ";
        text.Append(separator).Append(tag);
    }

    // A list of names may be folded around its colons (RFC 6376 §3.5).
    static void AppendNames(StringBuilder text, IEnumerable<string> names)
    {
        text.Append("\r\n h=");
        var isFirst = true;
        foreach (var name in names)
        {
            if (!isFirst) text.Append(':');
            if (!isFirst && Column(text) + name.Length + 1 > LineLength) text.Append("\r\n ");
            text.Append(name);
            isFirst = false;
        }

        text.Append(';');
    }

    static void AppendFolded(StringBuilder text, string base64)
    {
        for (var at = 0; at < base64.Length;)
        {
            if (Column(text) >= LineLength) text.Append("\r\n ");
            var length = Math.Min(LineLength - Column(text), base64.Length - at);
            text.Append(base64, at, length);
            at += length;
        }
    }

    static int Column(StringBuilder text)
    {
        var column = 0;
        for (var i = text.Length - 1; i >= 0 && text[i] != '\n'; i--) column++;
        return column;
    }
}
