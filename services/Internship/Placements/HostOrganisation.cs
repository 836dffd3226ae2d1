namespace Metropool.Internship.Placements;

/// <summary>The organisation where an internship is.</summary>
internal sealed class HostOrganisation
{
    public required string Name { get; init; }

    /// <summary>ISO 3166-1 alpha-2, such as NL or PT.</summary>
    public required string Country { get; init; }

    public required HostKind Kind { get; init; }

    /// <summary>Number in the Dutch trade register: 8 digits.</summary>
    public string? KvkNumber { get; init; }
}

/// <summary>What kind of organisation a host is (R27).</summary>
internal enum HostKind
{
    /// <summary>A public organisation, at home or abroad.</summary>
    Public,

    /// <summary>Anything else.</summary>
    Other,
}
