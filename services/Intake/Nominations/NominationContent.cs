using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Intake.Applications;

namespace Metropool.Intake.Nominations;

/// <summary>The candidate whom an employer nominates.</summary>
internal record NominationContent
{
    /// <summary>The call name.</summary>
    [Required, MaxLength(Limits.Name), Name]
    public required string CallName { get; init; }

    /// <summary>The prefix of the surname, such as "van der".</summary>
    [MaxLength(Limits.Prefix), Name]
    public string? Prefix { get; init; }

    /// <summary>The surname.</summary>
    [Required, MaxLength(Limits.Name), Name]
    public required string Surname { get; init; }

    /// <summary>The candidate's function in your organisation.</summary>
    [MaxLength(Limits.Line), Line]
    public string? Function { get; init; }

    /// <summary>The candidate's address, to which the link is mailed. It is used for nothing else, and deleted afterwards.</summary>
    [Required, MaxLength(EmailAddresses.MaxLength), EmailAddress]
    public required string Email { get; init; }

    /// <summary>
    /// Your own reference, such as a case number. It is shown to you with the nomination, the agreement and the participation, and the lists filter by it.
    /// The organising team can read it; other employers can't. It is not shown to the candidate in the application, but it is in the candidate's own data
    /// download. Filters put it in addresses, so never use a name or a citizen service number (BSN).
    /// </summary>
    [MaxLength(Limits.Reference)]
    public string? ExternalReference { get; init; }

    public CandidateName ToName() => new() { CallName = CallName.Trim(), Prefix = Prefix.NormalizeOrNull(), Surname = Surname.Trim() };
}

/// <summary>A nomination for an edition.</summary>
internal sealed record NominationRequest : NominationContent
{
    /// <summary>The edition.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The place that is held for you since a candidate withdrew. Leave it out if the nomination is not for a held place.</summary>
    public Guid? SuccessionId { get; init; }
}
