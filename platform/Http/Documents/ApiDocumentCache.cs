using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Metropool.Http;

/// <summary>The OpenAPI document as it is served. It is generated once, outside any request, so that it can't depend on one.</summary>
internal sealed class ApiDocumentCache(IServiceProvider services)
{
    private readonly Lock _lock = new();
    private Task<Content>? _generation;

    /// <summary>Returns the document, which is generated at the first call, and again after a failure.</summary>
    public Task<Content> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_generation is null or { IsFaulted: true })
            {
                // Shared by all callers, so that the cancellation of one caller doesn't end it.
                _generation = Task.Run(GenerateAsync, CancellationToken.None);
            }

            return _generation.WaitAsync(cancellationToken);
        }
    }

    private async Task<Content> GenerateAsync()
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
