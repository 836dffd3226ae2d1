namespace Metropool.Internship.Placements;

/// <summary>The organisation that hosts an internship.</summary>
internal sealed class HostOrganisation
{
    public required string Name { get; init; }

    /// <summary>ISO 3166-1 alpha-2, such as NL or PT.</summary>
    public required string Country { get; init; }

    public required HostKind Kind { get; init; }

    /// <summary>The number in the Dutch trade register: 8 digits.</summary>
    public string? KvkNumber { get; init; }
}

/// <summary>The kinds of host organisations (R27).</summary>
internal enum HostKind
{
    /// <summary>A public organisation, at home or abroad.</summary>
    Public,

    /// <summary>Any other organisation.</summary>
    Other,
}
