namespace Metropool.Internship.Internships;

/// <summary>An organisation that the participant worked for, as they state it (R26).</summary>
internal sealed class FormerEmployer
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Number in the Dutch trade register: 8 digits.</summary>
    public string? KvkNumber { get; init; }
}
