namespace Metropool.Identity;

/// <summary>What a name is, of a person or an organisation.</summary>
internal static class Names
{
    /// <summary>No control characters, and something else than white space.</summary>
    public const string OneLine = @"^[^\u0000-\u001F\u007F]*[^\s\u0000-\u001F\u007F\u200B][^\u0000-\u001F\u007F]*$";

    public const string Sentence = "A name is one line with something in it.";
}
