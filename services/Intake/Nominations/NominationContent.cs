using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Intake.Applications;

namespace Metropool.Intake.Nominations;

/// <summary>Whom an employer names.</summary>
internal record NominationContent
{
    [Required, MaxLength(Limits.Name), Name]
    public required string CallName { get; init; }

    [MaxLength(Limits.Prefix), Name]
    [Description("Such as \"van der\".")]
    public string? Prefix { get; init; }

    [Required, MaxLength(Limits.Name), Name]
    public required string Surname { get; init; }

    [MaxLength(Limits.Line), Line]
    [Description("The function with you.")]
    public string? Function { get; init; }

    [Required, MaxLength(EmailAddresses.Longest), EmailAddress]
    [Description("Where the link is mailed to with which they take it up. It is used for that, and forgotten.")]
    public required string Email { get; init; }

    [MaxLength(Limits.Reference)]
    [Description(ExternalReferences.Description)]
    public string? ExternalReference { get; init; }

    public CandidateName ToName() => new() { CallName = CallName.Trim(), Prefix = Prefix.Tidy(), Surname = Surname.Trim() };
}

internal sealed record NominationRequest : NominationContent
{
    public required Guid EditionId { get; init; }

    [Description("The place that is held for you, of a candidate who withdrew; leave it out for a nomination of its own.")]
    public Guid? SuccessionId { get; init; }
}
