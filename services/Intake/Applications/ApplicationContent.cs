using System.ComponentModel.DataAnnotations;
using Metropool.Http;

namespace Metropool.Intake.Applications;

/// <summary>What a candidate writes. All of it may be missing in a draft.</summary>
internal record ApplicationContent
{
    /// <summary>The name.</summary>
    public NameContent? Name { get; init; }

    /// <summary>The current employer. An employer is always recorded, also one outside the directory.</summary>
    public EmployerContent? Employer { get; init; }

    /// <summary>The function at this employer.</summary>
    /// <example>Adviseur ruimtelijke ordening</example>
    [MaxLength(Limits.Line), Line]
    public string? Function { get; init; }

    /// <summary>The challenge (opgave) that you work on.</summary>
    [MaxLength(Limits.Text), Multiline]
    public string? Challenge { get; init; }

    /// <summary>The learning wishes.</summary>
    public LearningWishesContent? LearningWishes { get; init; }

    /// <summary>Why you want to take part.</summary>
    [MaxLength(Limits.Text), Multiline]
    public string? Motivation { get; init; }

    /// <summary>What you bring.</summary>
    [MaxLength(Limits.Text), Multiline]
    public string? Capacities { get; init; }

    /// <summary>What you need for the interview. Optional.</summary>
    [MaxLength(Limits.Remark), Multiline]
    public string? InterviewNeeds { get; init; }
}

/// <summary>The name of a candidate.</summary>
internal sealed record NameContent
{
    /// <summary>The call name.</summary>
    /// <example>Sam</example>
    [MaxLength(Limits.Name), Name]
    public string? CallName { get; init; }

    /// <summary>The prefix of the surname.</summary>
    /// <example>van der</example>
    [MaxLength(Limits.Prefix), Name]
    public string? Prefix { get; init; }

    /// <summary>The surname.</summary>
    /// <example>Meer</example>
    [MaxLength(Limits.Name), Name]
    public string? Surname { get; init; }

    /// <summary>The titles before the name.</summary>
    /// <example>dr.</example>
    [MaxLength(Limits.Titles), Name]
    public string? TitlesBefore { get; init; }

    /// <summary>The titles after the name.</summary>
    /// <example>MSc</example>
    [MaxLength(Limits.Titles), Name]
    public string? TitlesAfter { get; init; }

    /// <summary>The name for the certificate.</summary>
    /// <example>dr. S. van der Meer MSc</example>
    [MaxLength(Limits.Line), Name]
    public string? CertificateName { get; init; }

    public static NameContent Of(CandidateName name) => new()
    {
        CallName = name.CallName,
        Prefix = name.Prefix,
        Surname = name.Surname,
        TitlesBefore = name.TitlesBefore,
        TitlesAfter = name.TitlesAfter,
        CertificateName = name.CertificateName,
    };

    public CandidateName ToName() => new()
    {
        CallName = CallName.NormalizeOrNull(),
        Prefix = Prefix.NormalizeOrNull(),
        Surname = Surname.NormalizeOrNull(),
        TitlesBefore = TitlesBefore.NormalizeOrNull(),
        TitlesAfter = TitlesAfter.NormalizeOrNull(),
        CertificateName = CertificateName.NormalizeOrNull(),
    };
}

/// <summary>The employer of a candidate.</summary>
internal sealed record EmployerContent
{
    /// <summary>The organisation, as found in Identity's directory (/identity/v1/organisations/directory), which then determines the name.</summary>
    public Guid? OrganisationId { get; init; }

    /// <summary>The name of an employer outside the directory. A name that is in the directory is connected to its organisation.</summary>
    /// <example>Gemeente Voorbeeldstad</example>
    [MaxLength(TextLengths.OrganisationName), Name]
    public string? Name { get; init; }

    /// <summary>The first day with this employer.</summary>
    public DateOnly? From { get; init; }
}

/// <summary>The learning wishes of a candidate, on each of the two learning lines.</summary>
internal sealed record LearningWishesContent
{
    /// <summary>On the cognitive learning line.</summary>
    [MaxLength(Limits.Text), Multiline]
    public string? Cognitive { get; init; }

    /// <summary>On the personal learning line.</summary>
    [MaxLength(Limits.Text), Multiline]
    public string? Personal { get; init; }
}

/// <summary>The maximum lengths of texts.</summary>
internal static class Limits
{
    public const int Prefix = 30;
    public const int Titles = 60;
    public const int Name = 100;
    public const int Reference = 100;
    public const int Line = 250;
    public const int Remark = 1_000;
    public const int Text = 8_000;
}
