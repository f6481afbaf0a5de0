using System.Net;
using System.Text;

namespace Postroom.Mail.Dns;

/// <summary>Reads one resource record (RFC 1035 §4.1.3).</summary>
static class RecordReader
{
    const int ClassIn = 1;

    /// <summary>Reads a record. Null: it is of a type or class that nobody here needs; the cursor tells whether it could be read.</summary>
    public static DnsRecord? Read(ref DnsCursor cursor)
    {
        var owner = cursor.Name();
        var type = (DnsRecordType)cursor.UInt16();
        var isInternet = cursor.UInt16() == ClassIn;
        var seconds = cursor.UInt32();
        var length = cursor.UInt16();
        var end = cursor.Position + length;
        if (!isInternet || !IsKnown(type))
        {
            cursor.Take(length);
            return null;
        }

        // A time with the highest bit set is none (RFC 2181 §8).
        var time = TimeSpan.FromSeconds(seconds > int.MaxValue ? 0 : seconds);
        var record = ReadContent(ref cursor, type, owner, time, length);
        cursor.MustBeAt(end);
        return record;
    }

    /// <summary>Reads a record of the additional section. The OPT record's time to live holds the upper bits of the answer's code.</summary>
    /// <returns>Those bits; 0 for any other record.</returns>
    public static int ReadExtendedCode(ref DnsCursor cursor)
    {
        cursor.Name();
        var type = (DnsRecordType)cursor.UInt16();
        cursor.UInt16();
        var flags = cursor.UInt32();
        cursor.Take(cursor.UInt16());
        return type == DnsRecordType.Opt ? (int)(flags >> 24) : 0;
    }

    static bool IsKnown(DnsRecordType type) => type is not (DnsRecordType.None or DnsRecordType.Opt) && Enum.IsDefined(type);

    static DnsRecord? ReadContent(ref DnsCursor cursor, DnsRecordType type, string owner, TimeSpan time, int length) => type switch
    {
        DnsRecordType.A => ReadAddress(ref cursor, owner, time, 4),
        DnsRecordType.Aaaa => ReadAddress(ref cursor, owner, time, 16),
        DnsRecordType.Ns => new DnsRecord.NameServer(owner, time, cursor.Name()),
        DnsRecordType.Cname => new DnsRecord.CanonicalName(owner, time, cursor.Name()),
        DnsRecordType.Ptr => new DnsRecord.Reverse(owner, time, cursor.Name()),
        DnsRecordType.Mx => new DnsRecord.MailExchanger(owner, time, cursor.UInt16(), cursor.Name()),
        DnsRecordType.Srv => new DnsRecord.Service(owner, time, cursor.UInt16(), cursor.UInt16(), cursor.UInt16(), cursor.Name()),
        DnsRecordType.Txt => new DnsRecord.Text(owner, time, ReadStrings(ref cursor, length)),
        DnsRecordType.Soa => ReadZoneStart(ref cursor, owner, time),
        DnsRecordType.Tlsa => new DnsRecord.CertificateAssociation(
            owner, time, cursor.Byte(), cursor.Byte(), cursor.Byte(), cursor.Take(length - 3).ToArray()),
        _ => null,
    };

    static DnsRecord.Address? ReadAddress(ref DnsCursor cursor, string owner, TimeSpan time, int bytes)
    {
        var address = cursor.Take(bytes);
        return cursor.Failed ? null : new DnsRecord.Address(owner, time, new IPAddress(address));
    }

    static List<string> ReadStrings(ref DnsCursor cursor, int length)
    {
        var strings = new List<string>();
        var end = cursor.Position + length;
        while (cursor.Position < end && !cursor.Failed) strings.Add(Encoding.Latin1.GetString(cursor.Take(cursor.Byte())));
        return strings;
    }

    static DnsRecord.ZoneStart ReadZoneStart(ref DnsCursor cursor, string owner, TimeSpan time)
    {
        cursor.Name();
        cursor.Name();
        cursor.Take(4 * sizeof(uint));
        var seconds = cursor.UInt32();
        var minimum = TimeSpan.FromSeconds(seconds > int.MaxValue ? 0 : seconds);
        return new DnsRecord.ZoneStart(owner, time, minimum < time ? minimum : time);
    }
}
