namespace Metropool.Assessment;

/// <summary>How long a text may be, in characters. No rule of the programme: a guard of the database.</summary>
internal static class TextLimits
{
    /// <summary>What somebody writes over an evening: some thirty pages.</summary>
    public const int Long = 100_000;

    /// <summary>A reason.</summary>
    public const int Short = 2_000;
}
