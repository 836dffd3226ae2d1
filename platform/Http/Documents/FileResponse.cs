using Microsoft.AspNetCore.Builder;

namespace Metropool.Http;

/// <summary>Marks an endpoint whose JSON response is a file to download, with <c>Content-Disposition</c>.</summary>
public sealed record FileResponse;

/// <summary>Marks endpoints that respond with a file.</summary>
public static class FileResponseConventions
{
    /// <summary>Documents that the response is a file, with its name in <c>Content-Disposition</c>.</summary>
    public static TBuilder ReturnsFile<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new FileResponse());
}
