using System.Buffers;
using System.Security.Cryptography;

namespace Postroom.Mail.Dkim;

/// <summary>
/// Takes a message of any size as it streams by and keeps what signatures need: the header, at most
/// <see cref="MaximumHeader"/> bytes of it, and the hash of the body. One reading serves every key.
/// </summary>
public sealed class DkimReader : IDisposable
{
    /// <summary>The longest header that is signed, in bytes: 256 KiB.</summary>
    public const int MaximumHeader = 262_144;

    readonly ArrayBufferWriter<byte> _header = new(4_096);
    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly RelaxedBody _body;
    bool _isInBody;

    /// <summary>Begins with a message of nothing.</summary>
    public DkimReader() => _body = new RelaxedBody(_hash.AppendData);

    /// <summary>Takes the next bytes of the message, cut anywhere.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_isInBody)
        {
            _body.Append(bytes);
            return;
        }

        // The empty line may lie across two pieces, so the search begins a little before the new one.
        var from = Math.Max(0, _header.WrittenCount - 3);
        var room = MaximumHeader + 4 - _header.WrittenCount;
        var taken = bytes[..Math.Min(bytes.Length, Math.Max(room, 0))];
        var known = _header.WrittenCount;
        _header.Write(taken);
        var header = _header.WrittenSpan;
        var end = header.StartsWith("\r\n"u8) ? 0 : header[from..].IndexOf("\r\n\r\n"u8) is var found and >= 0 ? from + found + 2 : -1;
        if (end < 0) return;

        _isInBody = true;
        HeaderLength = end;
        _body.Append(bytes[(end + 2 - known)..]);
    }

    int HeaderLength { get; set; }

    /// <summary>Ends the message.</summary>
    /// <returns>What was read; null: the header is longer than <see cref="MaximumHeader"/>.</returns>
    public DkimMessage? Finish()
    {
        if (!_isInBody && _header.WrittenCount > MaximumHeader) return null;
        _body.Finish();
        var header = _isInBody ? _header.WrittenSpan[..HeaderLength] : _header.WrittenSpan;
        return new DkimMessage(header.ToArray(), _hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
