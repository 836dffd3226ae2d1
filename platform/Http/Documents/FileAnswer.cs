using Microsoft.AspNetCore.Builder;

namespace Metropool.Http;

/// <summary>Marks an endpoint whose JSON is a file to keep: it sends <c>Content-Disposition</c>.</summary>
public sealed record FileAnswer;

/// <summary>Marks endpoints.</summary>
public static class FileAnswers
{
    /// <summary>Documents that the answer is a file, with a name in <c>Content-Disposition</c>.</summary>
    public static TBuilder AnswersFile<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new FileAnswer());
}
