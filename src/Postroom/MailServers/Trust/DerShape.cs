using System.Formats.Asn1;

namespace Postroom.MailServers.Trust;

/// <summary>What binary content is, told by its first elements before anything heavier looks at it.</summary>
enum DerShape
{
    Unknown,
    Certificate,
    Pkcs7,
    Pkcs12,
    PrivateKey,
    EncryptedKey,
}

/// <summary>Looks at DER and BER from outside.</summary>
static class DerLook
{
    /// <summary>More rounds of a key derivation than any honest file has.</summary>
    public const int MaximumIterations = 1_000_000;

    /// <summary>Tells the shapes apart.</summary>
    public static DerShape ShapeOf(ReadOnlyMemory<byte> content)
    {
        try
        {
            var outer = new AsnReader(content, AsnEncodingRules.BER).ReadSequence();
            var first = outer.PeekTag();
            if (first == Asn1Tag.ObjectIdentifier) return DerShape.Pkcs7; // ContentInfo (RFC 5652 §3)
            if (first == Asn1Tag.Integer)
            {
                // PFX has version 3 (RFC 7292 §4), a key 0 or 1 (RFC 5208 §5, RFC 8017 A.1.2, RFC 5915 §3).
                return outer.TryReadInt32(out var version) && version == 3 ? DerShape.Pkcs12 : DerShape.PrivateKey;
            }

            if (first != Asn1Tag.Sequence) return DerShape.Unknown;
            outer.ReadEncodedValue();

            // A certificate goes on with its signature's algorithm, an encrypted key with its content (RFC 5208 §6).
            return outer.PeekTag() == Asn1Tag.PrimitiveOctetString ? DerShape.EncryptedKey : DerShape.Certificate;
        }
        catch (AsnContentException)
        {
            return DerShape.Unknown;
        }
    }

    /// <summary>Whether an encrypted key (RFC 5208 §6) asks for more rounds of derivation than are reasonable.</summary>
    public static bool AsksTooMuch(ReadOnlyMemory<byte> encryptedKey)
    {
        try
        {
            return Exceeds(new AsnReader(encryptedKey, AsnEncodingRules.BER).ReadSequence().ReadSequence(), depth: 0);
        }
        catch (AsnContentException)
        {
            return false; // no key at all: reading it says so
        }
    }

    /// <summary>The certificates of a PKCS#7 file, as far as they are no attribute certificates (RFC 5652 §5.1, §10.2.2). Nothing in it is signed that matters here.</summary>
    /// <exception cref="AsnContentException">It is none.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> CertificatesOf(ReadOnlyMemory<byte> pkcs7)
    {
        var explicitContent = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var info = new AsnReader(pkcs7, AsnEncodingRules.BER).ReadSequence();
        info.ReadObjectIdentifier();
        var signed = info.ReadSequence(explicitContent).ReadSequence();
        for (var skipped = 0; skipped < 3; skipped++) signed.ReadEncodedValue(); // version, digest algorithms, content
        if (!signed.HasData || signed.PeekTag() != explicitContent) return [];
        var certificates = signed.ReadSetOf(skipSortOrderValidation: true, explicitContent);
        var found = new List<ReadOnlyMemory<byte>>();
        while (certificates.HasData)
        {
            var isCertificate = certificates.PeekTag() == Asn1Tag.Sequence;
            var value = certificates.ReadEncodedValue();
            if (isCertificate) found.Add(value);
        }

        return found;
    }

    // The parameters differ by scheme; in each of them any number is a count or a length.
    static bool Exceeds(AsnReader reader, int depth)
    {
        while (reader.HasData && depth < 8)
        {
            var tag = reader.PeekTag();
            if (tag == Asn1Tag.Integer && (!reader.TryReadInt32(out var number) || number > MaximumIterations)) return true;
            if (tag == Asn1Tag.Integer) continue;
            if (tag == Asn1Tag.Sequence && Exceeds(reader.ReadSequence(), depth + 1)) return true;
            if (tag != Asn1Tag.Sequence) reader.ReadEncodedValue();
        }

        return false;
    }
}
