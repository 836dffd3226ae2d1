using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Metropool.Http;

/// <summary>The OpenAPI document as it is served, made once. It is made without a request, so that it can't depend on one.</summary>
internal sealed class ApiDocumentCache(IServiceProvider services)
{
    private readonly Lock _lock = new();
    private Task<Content>? _making;

    /// <summary>The document; made at the first call, and again where that failed.</summary>
    public Task<Content> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_making is null or { IsFaulted: true })
            {
                // For all callers, so that the first one's cancellation doesn't end it.
                _making = Task.Run(MakeAsync, CancellationToken.None);
            }

            return _making.WaitAsync(cancellationToken);
        }
    }

    private async Task<Content> MakeAsync()
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(ApiDocument.Name).GetOpenApiDocumentAsync();
        using var stream = new MemoryStream();
        await document.SerializeAsJsonAsync(stream, ApiDocument.SpecVersion);
        var bytes = stream.ToArray();
        return new(bytes, $"\"{ResourceVersion.Digest(bytes)}\"");
    }

    /// <param name="Bytes">The document, JSON.</param>
    /// <param name="Tag">Its entity tag.</param>
    internal sealed record Content(ReadOnlyMemory<byte> Bytes, string Tag);
}
