using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Postroom.Mail.Dns;

/// <summary>A DNS message (RFC 1035 §4): written as a question, read as an answer.</summary>
public sealed class DnsMessage
{
    /// <summary>The UDP size we offer, 1232 bytes: fits an IPv6 packet of the least size, so that nothing is fragmented.</summary>
    public const int UdpBytes = 1_232;

    /// <summary>The most bytes of a message (over TCP, RFC 1035 §4.2.2).</summary>
    public const int MaximumBytes = 65_535;

    /// <summary>The most records we read of one section; a message that claims more is no answer to our kind of question.</summary>
    public const int MaximumRecords = 1_000;

    const int HeaderBytes = 12;

    DnsMessage() { }

    /// <summary>The number that joins answer and question.</summary>
    public required int Id { get; init; }

    /// <summary>Whether this is an answer.</summary>
    public required bool IsResponse { get; init; }

    /// <summary>Whether the answer was cut and is to be asked for over TCP (RFC 7766 §5).</summary>
    public required bool IsTruncated { get; init; }

    /// <summary>How the server answered.</summary>
    public required DnsResponseCode Code { get; init; }

    /// <summary>The question; null: there is none, or another number of them than one.</summary>
    public required DnsQuestion? Question { get; init; }

    /// <summary>The answer section, without the types nobody here needs.</summary>
    public required IReadOnlyList<DnsRecord> Answers { get; init; }

    /// <summary>The authority section: a zone's start with "no", name servers with a referral.</summary>
    public required IReadOnlyList<DnsRecord> Authority { get; init; }

    /// <summary>Writes a question that asks the server to resolve (RD). False when the name cannot be one.</summary>
    /// <param name="id">Any number of 16 bits; random, so that nobody can answer who did not see the question.</param>
    /// <param name="question">The question.</param>
    /// <param name="offersEdns">Whether to offer <see cref="UdpBytes"/> (RFC 6891); without it an answer has 512 bytes at most.</param>
    /// <param name="message">The message; null when the name cannot be one.</param>
    public static bool TryWriteQuestion(int id, DnsQuestion question, bool offersEdns, [NotNullWhen(true)] out byte[]? message)
    {
        ArgumentNullException.ThrowIfNull(question);
        Span<byte> buffer = stackalloc byte[HeaderBytes + WireName.MaximumBytes + 4 + 11];
        buffer.Clear();
        message = null;
        if (!WireName.TryWrite(question.Name, buffer[HeaderBytes..], out var nameBytes)) return false;

        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)id);
        buffer[2] = 0x01; // RD
        buffer[5] = 1; // one question
        var at = HeaderBytes + nameBytes;
        BinaryPrimitives.WriteUInt16BigEndian(buffer[at..], (ushort)question.Type);
        buffer[at + 3] = 1; // class IN
        at += 4;
        if (offersEdns)
        {
            buffer[11] = 1; // one additional record: OPT, whose name is the root and whose class is the size
            BinaryPrimitives.WriteUInt16BigEndian(buffer[(at + 1)..], (ushort)DnsRecordType.Opt);
            BinaryPrimitives.WriteUInt16BigEndian(buffer[(at + 3)..], UdpBytes);
            at += 11;
        }

        message = buffer[..at].ToArray();
        return true;
    }

    /// <summary>Reads a message. False when it cannot be one. Never throws, whatever the bytes.</summary>
    /// <param name="bytes">The message, without the length that TCP puts before it.</param>
    /// <param name="message">The message; null when it cannot be one.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out DnsMessage? message)
    {
        message = null;
        var cursor = new DnsCursor(bytes);
        var id = cursor.UInt16();
        var flags = cursor.UInt16();
        var questions = cursor.UInt16();
        var (answers, authority, additional) = (cursor.UInt16(), cursor.UInt16(), cursor.UInt16());
        if (cursor.Failed || questions > 1 || Math.Max(answers, Math.Max(authority, additional)) > MaximumRecords) return false;

        var isTruncated = (flags & 0x0200) != 0;
        var question = questions == 1 ? ReadQuestion(ref cursor) : null;
        if (cursor.Failed) return false;

        // A cut answer is not used, and may end anywhere.
        var answered = isTruncated ? [] : ReadSection(ref cursor, answers);
        var zones = isTruncated ? [] : ReadSection(ref cursor, authority);
        var extended = 0;
        for (var i = 0; i < additional && !isTruncated && !cursor.Failed; i++) extended |= RecordReader.ReadExtendedCode(ref cursor);
        if (cursor.Failed) return false;

        message = new DnsMessage
        {
            Id = id,
            IsResponse = (flags & 0x8000) != 0,
            IsTruncated = isTruncated,
            Code = (DnsResponseCode)((extended << 4) | (flags & 0x0F)),
            Question = question,
            Answers = answered,
            Authority = zones,
        };
        return true;
    }

    static DnsQuestion? ReadQuestion(ref DnsCursor cursor)
    {
        var question = new DnsQuestion(cursor.Name(), (DnsRecordType)cursor.UInt16());
        return cursor.UInt16() == 1 ? question : null;
    }

    static List<DnsRecord> ReadSection(ref DnsCursor cursor, int count)
    {
        var records = new List<DnsRecord>(Math.Min(count, 16));
        for (var i = 0; i < count && !cursor.Failed; i++)
            if (RecordReader.Read(ref cursor) is { } record) records.Add(record);
        return records;
    }
}
