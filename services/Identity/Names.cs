using Metropool.Http;

namespace Metropool.Identity;

/// <summary>What a name is, of a person or an organisation.</summary>
internal static class Names
{
    /// <inheritdoc cref="TextPatterns.Name"/>
    public const string OneLine = TextPatterns.Name;

    public const string Sentence = "A name is one line with something in it.";
}
