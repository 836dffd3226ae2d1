namespace Metropool.Http;

/// <summary>The maximum length of strings that services exchange, in UTF-16 code units.</summary>
public static class TextLengths
{
    /// <summary>The name of an employer, a host or another organisation.</summary>
    public const int OrganisationName = 200;
}
