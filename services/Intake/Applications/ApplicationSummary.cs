using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Agreements;

namespace Metropool.Intake.Applications;

/// <summary>An application in a list. It holds no text of the candidate, and no judgement (R46).</summary>
internal sealed record ApplicationSummary
{
    /// <summary>The id of the application.</summary>
    public required Guid Id { get; init; }

    /// <summary>The edition that was applied for.</summary>
    public required Guid EditionId { get; init; }

    /// <summary>The candidate.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Call name, prefix and surname.</summary>
    /// <example>Sam van der Meer</example>
    public required string DisplayName { get; init; }

    /// <summary>The status.</summary>
    public required ApplicationStatus Status { get; init; }

    /// <summary>What has to happen next.</summary>
    public required NextStep NextStep { get; init; }

    /// <summary>Since when the application waits for the next step.</summary>
    public required DateTimeOffset WaitingSince { get; init; }

    /// <summary>The current employer.</summary>
    /// <example>Gemeente Voorbeeldstad</example>
    public string? Employer { get; init; }

    /// <summary>The organisation of the last employer; null if that is known by name only, and is asked for its agreement by mail.</summary>
    public Guid? EmployerOrganisationId { get; init; }

    /// <summary>When it was submitted; null for a draft.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When the interview begins in the calendar.</summary>
    public DateTimeOffset? InterviewAt { get; init; }

    /// <summary>Whether the employer is notified of the open request for its agreement; null if none is open.</summary>
    public EmployerNotification? EmployerNotification { get; init; }

    /// <summary>The progress of the interview.</summary>
    public required InterviewProgress InterviewProgress { get; init; }

    /// <summary>The position on the waiting list, from 1.</summary>
    /// <example>3</example>
    public int? WaitListPosition { get; init; }
}

internal static class ApplicationSummaries
{
    public static IQueryable<ApplicationSummary> ToSummaries(this IQueryable<Application> applications, IntakeDbContext db, DateOnly today) =>
        applications.Select(a => new ApplicationSummary
        {
            Id = a.Id,
            EditionId = a.EditionId,
            PersonId = a.PersonId,
            DisplayName = a.DisplayName,
            Status = a.Status,
            NextStep = a.NextStep,
            WaitingSince = a.WaitingSince,
            Employer = a.Employers
                .Where(employer => (employer.From == null || employer.From <= today) && (employer.Until == null || employer.Until >= today))
                .Select(employer => employer.Name).FirstOrDefault(),
            EmployerOrganisationId = a.EmployerOrganisationId,
            SubmittedAt = a.SubmittedAt,
            ChangedAt = a.ChangedAt,
            InterviewAt = db.Interviews
                .Where(i => i.ApplicationId == a.Id && (i.Status == InterviewStatus.Booked || i.Status == InterviewStatus.Held))
                .Max(i => (DateTimeOffset?)i.StartsAt),
            EmployerNotification = db.Agreements
                .Where(agreement => agreement.ApplicationId == a.Id && agreement.Status == AgreementStatus.Requested)
                .Select(agreement => (EmployerNotification?)agreement.Notification).FirstOrDefault(),
            InterviewProgress = a.InterviewProgress,
            WaitListPosition = a.WaitListNumber == null
                ? null
                : db.Applications.Count(other => other.EditionId == a.EditionId && other.WaitListNumber <= a.WaitListNumber),
        });
}
