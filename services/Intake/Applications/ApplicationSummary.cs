using System.ComponentModel;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Agreements;

namespace Metropool.Intake.Applications;

/// <summary>An application in a list: nothing of what the candidate wrote, or what was judged, is in it (R46).</summary>
internal sealed record ApplicationSummary
{
    public required Guid Id { get; init; }

    public required Guid EditionId { get; init; }

    public required Guid PersonId { get; init; }

    [Description("Call name, prefix and surname.")]
    public required string DisplayName { get; init; }

    public required ApplicationStatus Status { get; init; }

    [Description("What has to happen next.")]
    public required Awaited Awaits { get; init; }

    [Description("Since when it awaits that.")]
    public required DateTimeOffset AwaitsSince { get; init; }

    [Description("The employer at this moment.")]
    public string? Employer { get; init; }

    [Description("The organisation of the last employer; null while it is known by name only, so that it is asked for its agreement by mail alone.")]
    public Guid? EmployerOrganisationId { get; init; }

    [Description("When it was handed in; null in a draft.")]
    public DateTimeOffset? SubmittedAt { get; init; }

    [Description("When it last changed.")]
    public required DateTimeOffset ChangedAt { get; init; }

    [Description("When the interview in the calendar begins.")]
    public DateTimeOffset? InterviewAt { get; init; }

    [Description("Whether the employer is notified that it is asked for its agreement; null where no question is open.")]
    public EmployerNotification? EmployerNotification { get; init; }

    [Description("How it stands with the interview.")]
    public required InterviewStanding InterviewStanding { get; init; }

    [Description("The place on the waiting list, from 1.")]
    public int? WaitListPosition { get; init; }
}

internal static class ApplicationSummaries
{
    public static IQueryable<ApplicationSummary> Summarised(this IQueryable<Application> applications, IntakeDbContext db, DateOnly today) => applications.Select(a => new ApplicationSummary
    {
        Id = a.Id,
        EditionId = a.EditionId,
        PersonId = a.PersonId,
        DisplayName = a.DisplayName,
        Status = a.Status,
        Awaits = a.Awaits,
        AwaitsSince = a.AwaitsSince,
        Employer = a.Employers.Where(employer => (employer.From == null || employer.From <= today) && (employer.Until == null || employer.Until >= today)).Select(employer => employer.Name).FirstOrDefault(),
        EmployerOrganisationId = a.EmployerOrganisationId,
        SubmittedAt = a.SubmittedAt,
        ChangedAt = a.ChangedAt,
        InterviewAt = db.Interviews.Where(i => i.ApplicationId == a.Id && (i.Status == InterviewStatus.Booked || i.Status == InterviewStatus.Held))
            .Max(i => (DateTimeOffset?)i.StartsAt),
        EmployerNotification = db.Agreements.Where(agreement => agreement.ApplicationId == a.Id && agreement.Status == AgreementStatus.Asked)
            .Select(agreement => (EmployerNotification?)agreement.Notification).FirstOrDefault(),
        InterviewStanding = a.InterviewStanding,
        WaitListPosition = a.WaitListNumber == null
            ? null
            : db.Applications.Count(other => other.EditionId == a.EditionId && other.WaitListNumber <= a.WaitListNumber),
    });
}
