using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Metropool.Http;

/// <summary>
/// The body of a request to an API, in memory, because it is read more than once: for its digest and to list its faults. Its size is limited. A byte order
/// mark is omitted, which a JSON parser may ignore (RFC 8259).
/// </summary>
internal sealed class BufferedBody : IDisposable
{
    private const int FirstSize = 16 * 1024;
    private byte[] _buffer;
    private int _length;
    private int _start;

    private BufferedBody(int size) => _buffer = ArrayPool<byte>.Shared.Rent(size);

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(_start, _length - _start);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The body of a request; empty where it has no body.</summary>
    public static ReadOnlyMemory<byte> Of(HttpContext context) => context.Features.Get<BufferedBody>()?.Bytes ?? default;

    /// <summary>Reads the body, and replaces the stream of the request by one in memory.</summary>
    /// <returns>The refusal (413) of a body above the limit; null when the body was read.</returns>
    /// <exception cref="BadHttpRequestException">The body is incomplete or wrongly framed (400).</exception>
    public static async Task<Refusal?> ReadAsync(HttpContext context, int limit)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
        {
            return null;
        }

        var body = new BufferedBody((int)Math.Min(context.Request.ContentLength ?? FirstSize, FirstSize) + 1);
        context.Response.RegisterForDispose(body);
        if (!await body.FillAsync(context.Request.Body, limit, context.RequestAborted))
        {
            return RequestBodies.TooLarge(limit);
        }

        context.Features.Set(body);
        context.Request.Body = new MemoryStream(body._buffer, body._start, body._length - body._start, writable: false);
        return null;
    }

    public void Dispose()
    {
        // Another request can use the array now.
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _start, _length) = ([], 0, 0);
        }
    }

    private async Task<bool> FillAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        while (await body.ReadAsync(_buffer.AsMemory(_length), cancellationToken) is var count and > 0)
        {
            _length += count;
            if (_length > limit)
            {
                return false;
            }

            if (_length == _buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(_length * 2);
                _buffer.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = larger;
            }
        }

        _start = _buffer.AsSpan(0, _length).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        return true;
    }
}
