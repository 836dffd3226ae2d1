using Microsoft.AspNetCore.Http;

namespace Metropool.Http;

/// <summary>The body of an answer before it is sent. Answers of an API are small: what can grow is sent in parts.</summary>
internal sealed class HeldBackBody : IDisposable
{
    private readonly HttpResponse _response;
    private readonly MemoryStream _content;

    private HeldBackBody(HttpResponse response, MemoryStream content) => (_response, _content) = (response, content);

    public ReadOnlyMemory<byte> Bytes => _content.GetBuffer().AsMemory(0, (int)_content.Length);

    /// <summary>Has an answer written, and keeps its body.</summary>
    public static async Task<HeldBackBody> OfAsync(HttpResponse response, Func<Task> write)
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

    /// <summary>Sends it.</summary>
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
