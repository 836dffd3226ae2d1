namespace Metropool.Http;

/// <summary>How long a text may be that goes from one service to another, in UTF-16 code units: the same wherever it is given.</summary>
public static class TextLengths
{
    /// <summary>The name of an employer, a host or another organisation.</summary>
    public const int OrganisationName = 200;
}
