namespace Metropool.Assessment;

/// <summary>The maximum length of a text, in characters. It isn't a rule of the programme; it protects the database.</summary>
internal static class TextLimits
{
    /// <summary>A text of about thirty pages.</summary>
    public const int Long = 100_000;

    /// <summary>A reason.</summary>
    public const int Short = 2_000;
}
