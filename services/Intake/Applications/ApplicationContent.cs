using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Metropool.Http;

namespace Metropool.Intake.Applications;

/// <summary>What a candidate writes. All of it may be missing in a draft.</summary>
internal record ApplicationContent
{
    public NameContent? Name { get; init; }

    [Description("The employer at this moment. An employer is always recorded, wherever it is.")]
    public EmployerContent? Employer { get; init; }

    [MaxLength(Limits.Line), Line]
    [Description("The function at this employer.")]
    public string? Function { get; init; }

    [MaxLength(Limits.Text), Multiline]
    [Description("The challenge (opgave) that you work on.")]
    public string? Challenge { get; init; }

    public LearningWishesContent? LearningWishes { get; init; }

    [MaxLength(Limits.Text), Multiline]
    [Description("Why you want to take part.")]
    public string? Motivation { get; init; }

    [MaxLength(Limits.Text), Multiline]
    [Description("What you bring.")]
    public string? Capacities { get; init; }

    [MaxLength(Limits.Remark), Multiline]
    [Description("What you need for the interview. Optional.")]
    public string? InterviewNeeds { get; init; }
}

/// <summary>How a candidate is called.</summary>
internal sealed record NameContent
{
    [MaxLength(Limits.Name), Name]
    public string? CallName { get; init; }

    [MaxLength(Limits.Prefix), Name]
    [Description("Such as \"van der\".")]
    public string? Prefix { get; init; }

    [MaxLength(Limits.Name), Name]
    public string? Surname { get; init; }

    [MaxLength(Limits.Titles), Name]
    [Description("Such as \"dr.\".")]
    public string? TitlesBefore { get; init; }

    [MaxLength(Limits.Titles), Name]
    [Description("Such as \"MSc\".")]
    public string? TitlesAfter { get; init; }

    [MaxLength(Limits.Line), Name]
    [Description("The name as it will stand on the certificate.")]
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
        CallName = CallName.Tidy(),
        Prefix = Prefix.Tidy(),
        Surname = Surname.Tidy(),
        TitlesBefore = TitlesBefore.Tidy(),
        TitlesAfter = TitlesAfter.Tidy(),
        CertificateName = CertificateName.Tidy(),
    };
}

/// <summary>A candidate's employer.</summary>
internal sealed record EmployerContent
{
    [Description("The organisation, as found in Identity's directory (/identity/v1/organisations/directory); its name is then taken from there.")]
    public Guid? OrganisationId { get; init; }

    [MaxLength(TextLengths.OrganisationName), Name]
    [Description("The name, where the organisation is not in the directory. A name that is in the directory is connected to its organisation.")]
    public string? Name { get; init; }

    [Description("The first day with this employer.")]
    public DateOnly? From { get; init; }
}

/// <summary>What a candidate wishes to learn, on each of the two learning lines.</summary>
internal sealed record LearningWishesContent
{
    [MaxLength(Limits.Text), Multiline]
    public string? Cognitive { get; init; }

    [MaxLength(Limits.Text), Multiline]
    public string? Personal { get; init; }
}

/// <summary>How long texts may be, and of what they are made. They are kept as they are, as text.</summary>
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
