using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Postroom.Accepting.Http;

namespace Postroom.Forges.Http;

/// <summary>What became of reading a body.</summary>
abstract record BodyReading
{
    private protected BodyReading() { }

    /// <summary>All of it.</summary>
    public sealed record Whole(byte[] Bytes) : BodyReading;

    /// <summary>It has more bytes than are taken.</summary>
    public sealed record TooLarge : BodyReading;

    /// <summary>Others hold the room for it.</summary>
    public sealed record Busy : BodyReading;

    /// <summary>It did not come in time.</summary>
    public sealed record TooSlow : BodyReading;

    /// <summary>The connection ended before it did.</summary>
    public sealed record CutShort : BodyReading;
}

/// <summary>Reads the body of one request within its bounds, and holds the room for it until disposed.</summary>
sealed class HookBody(HookRate rate, BodyRoom bodies, TimeProvider time, int maxBytes) : IDisposable
{
    const int FirstRoom = 32 * 1024;
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    readonly RoomForBody _room = new(bodies);
    long _held;

    public async Task<BodyReading> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength > maxBytes) return new BodyReading.TooLarge();
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = maxBytes;
        using var deadline = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, http.RequestAborted);
        try
        {
            return await ReadAsync(http.Request, either.Token);
        }
        catch (BadHttpRequestException fault)
        {
            return fault.StatusCode == StatusCodes.Status413PayloadTooLarge ? new BodyReading.TooLarge() : new BodyReading.CutShort();
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            return new BodyReading.TooSlow();
        }
        catch (IOException)
        {
            return new BodyReading.CutShort();
        }
    }

    public void Dispose()
    {
        rate.Release(_held);
        _room.Dispose();
    }

    // The room grows with what has come: a large Content-Length alone takes none. Past the size of an ordinary webhook it is
    // taken whole, in the order of coming, so that no two large ones wait for each other's second half.
    async Task<BodyReading> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var (buffer, length) = (Array.Empty<byte>(), 0);
        while (true)
        {
            if (length == buffer.Length)
            {
                if (request.ContentLength == length && length > 0) return new BodyReading.Whole(buffer);
                var larger = length < BodyRoom.Small ? (int)Math.Min(Math.Max(FirstRoom, length * 2L), maxBytes + 1L) : LargestOf(request);
                if (!await HoldAsync(length, larger, cancellationToken)) return new BodyReading.Busy();
                Array.Resize(ref buffer, larger);
            }

            var read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0) return new BodyReading.Whole(buffer.AsSpan(0, length).ToArray());
            length += read;
            if (length > maxBytes) return new BodyReading.TooLarge();
        }
    }

    int LargestOf(HttpRequest request) => request.ContentLength is { } known && known <= maxBytes ? (int)known : maxBytes + 1;

    async Task<bool> HoldAsync(int length, int larger, CancellationToken cancellationToken)
    {
        if (length >= BodyRoom.Small) return await _room.TakeAsync(larger, cancellationToken);
        if (!rate.Hold(larger - length)) return false;
        _held += larger - length;
        return true;
    }
}
