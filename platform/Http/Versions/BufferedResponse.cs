using Microsoft.AspNetCore.Http;

namespace Metropool.Http;

/// <summary>The body of a response in memory, before it is sent. Responses of an API are small, because long lists have pages.</summary>
internal sealed class BufferedResponse : IDisposable
{
    private readonly HttpResponse _response;
    private readonly MemoryStream _content;

    private BufferedResponse(HttpResponse response, MemoryStream content) => (_response, _content) = (response, content);

    public ReadOnlyMemory<byte> Bytes => _content.GetBuffer().AsMemory(0, (int)_content.Length);

    /// <summary>Writes a response into memory.</summary>
    public static async Task<BufferedResponse> WriteAsync(HttpResponse response, Func<Task> write)
    {
        var (original, content) = (response.Body, new MemoryStream());
        response.Body = content;
        try
        {
            await write();
            await response.BodyWriter.FlushAsync();
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
        finally
        {
            response.Body = original;
        }

        return new(response, content);
    }

    /// <summary>Sends the response.</summary>
    public async Task SendAsync()
    {
        if (_content.Length > 0)
        {
            _response.ContentLength = _content.Length;
            await _response.Body.WriteAsync(Bytes, _response.HttpContext.RequestAborted);
        }
    }

    public void Dispose() => _content.Dispose();
}
