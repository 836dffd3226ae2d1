using System.ComponentModel.DataAnnotations;
using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Calendars;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Replicas;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Metropool.Scheduling.Interviews;

/// <summary>An interview to book.</summary>
/// <param name="Kind">The kind of interview.</param>
/// <param name="EditionId">The edition.</param>
/// <param name="StartsAt">The start, such as <c>2026-12-01T10:00:00Z</c>.</param>
/// <param name="Panel">The panel: dean and programme manager; for a development interview dean and a trainer.</param>
/// <param name="ApplicationId">The application of an intake interview.</param>
/// <param name="ParticipationId">The participation of a development or final interview.</param>
/// <param name="DurationMinutes">The length in minutes; if omitted, the length that the edition has for the kind.</param>
internal sealed record InterviewBookingRequest(
    [property: DeniedValues(InterviewKind.Unknown)] InterviewKind Kind,
    Guid EditionId,
    DateTimeOffset StartsAt,
    [property: MaxLength(10)] IReadOnlyList<PanelSeatRequest> Panel,
    Guid? ApplicationId = null,
    Guid? ParticipationId = null,
    [property: Range(10, 240)] int? DurationMinutes = null) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var isIntake = Kind == InterviewKind.Intake;
        if ((isIntake ? ApplicationId : ParticipationId) is null)
        {
            yield return new("Required for an interview of this kind.", [isIntake ? nameof(ApplicationId) : nameof(ParticipationId)]);
        }

        if ((isIntake ? ParticipationId : ApplicationId) is not null)
        {
            yield return new("Not allowed for an interview of this kind.", [isIntake ? nameof(ParticipationId) : nameof(ApplicationId)]);
        }
    }
}

/// <summary>A panel member.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="Role">The role in which they are on the panel.</param>
internal sealed record PanelSeatRequest(Guid PersonId, [property: DeniedValues(TeamRole.Unknown)] TeamRole Role)
{
    public Seat ToSeat() => new(PersonId, Role);
}

/// <summary>Books an interview with a complete panel (R11, R13, R36, R37), if all attendees are free (R47).</summary>
internal static class BookInterview
{
    public static async Task<Results<Created<InterviewDetail>, ProblemHttpResult>> HandleAsync(
        InterviewBookingRequest request, Caller caller, SchedulingDbContext db, Calendar calendar, ProgrammeClock clock, IPublishEndpoint publish,
        CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Interview>(
            async token =>
            {
                await db.LockEditionSharedAsync(request.EditionId, token);
                if ((await db.FindEditionAsync(request.EditionId, caller, clock.Today, Access.Organisers, token)).IsRefused(out var refusal, out var edition))
                {
                    return refusal;
                }

                List<Seat> panel = [.. request.Panel.Select(seat => seat.ToSeat())];
                if (PanelRules.RefuseOwnSeat(edition, caller, panel, clock.Today) is { } ownSeat)
                {
                    return ownSeat;
                }

                if ((await FindSubjectAsync(db, request, token)).IsRefused(out refusal, out var subject))
                {
                    return refusal;
                }

                // The lock of the candidate's calendar keeps the same interview from being booked twice.
                await calendar.LockAsync([.. panel.Select(seat => seat.PersonId), subject.PersonId], token);
                var others = await db.Interviews
                    .Where(i => i.Kind == subject.Kind && i.ApplicationId == subject.ApplicationId && i.ParticipationId == subject.ParticipationId)
                    .ToListAsync(token);
                var slot = new Slot(request.StartsAt, request.StartsAt.AddMinutes(request.DurationMinutes ?? MinutesOf(edition, request.Kind)));
                var booking = Interview.Book(edition, subject, slot, panel, others, caller.PersonId!.Value, clock.GetUtcNow());
                if (booking.IsRefused(out refusal, out var interview))
                {
                    return refusal;
                }

                if (await calendar.AddAsync(interview, token) is { } occupied)
                {
                    return occupied;
                }

                db.Interviews.Add(interview);
                await publish.Publish(interview.State(InterviewChange.Booked), token);
                return interview;
            },
            cancellationToken);
        return outcome.ToCreated(interview => $"/scheduling/v1/interviews/{interview.Id}", InterviewDetail.Of);
    }

    /// <summary>The length of an interview of a kind in an edition, in minutes.</summary>
    public static int MinutesOf(Edition edition, InterviewKind kind) => kind switch
    {
        InterviewKind.Intake => edition.Settings.IntakeInterviewMinutes,
        InterviewKind.Development => edition.Settings.DevelopmentInterviewMinutes,
        _ => edition.Settings.FinalInterviewMinutes,
    };

    /// <summary>Adds an interview to the calendars of its attendees, which are locked, in place of its former time.</summary>
    public static async Task<Refusal?> AddAsync(this Calendar calendar, Interview interview, CancellationToken cancellationToken)
    {
        Guid[] attendees = [.. interview.Attendees];
        var occupied = await calendar.FindOccupiedAsync(attendees, interview.StartsAt, interview.EndsAt, except: interview.Id, cancellationToken);
        if (occupied.Count > 0)
        {
            return Refusals.PersonOccupied(occupied);
        }

        await calendar.RemoveAsync(interview.Id, cancellationToken);
        calendar.Add(attendees, CalendarEntryKind.Interview, interview.Id, interview.StartsAt, interview.EndsAt);
        return null;
    }

    private static Task<Outcome<InterviewSubject>> FindSubjectAsync(
        SchedulingDbContext db, InterviewBookingRequest request, CancellationToken cancellationToken) =>
        request.Kind == InterviewKind.Intake ? FindCandidateAsync(db, request, cancellationToken) : FindParticipantAsync(db, request, cancellationToken);

    private static async Task<Outcome<InterviewSubject>> FindCandidateAsync(
        SchedulingDbContext db, InterviewBookingRequest request, CancellationToken cancellationToken)
    {
        var application = await db.Applications.AsNoTracking()
            .SingleOrDefaultAsync(a => a.ApplicationId == request.ApplicationId && a.EditionId == request.EditionId, cancellationToken);
        if (application is null)
        {
            return Refusals.ApplicationNotInEdition;
        }

        if (application.Status != ApplicationStatus.Submitted)
        {
            return Refusals.ApplicationNotSubmitted;
        }

        var name = await db.FindNameAsync(application.PersonId, cancellationToken) ?? application.DisplayName;
        return new InterviewSubject(request.Kind, application.ApplicationId, null, application.PersonId, name)
        {
            ConflictsOfInterest = application.ConflictsOfInterest,
        };
    }

    private static async Task<Outcome<InterviewSubject>> FindParticipantAsync(
        SchedulingDbContext db, InterviewBookingRequest request, CancellationToken cancellationToken)
    {
        var participation = await db.Participations.AsNoTracking()
            .SingleOrDefaultAsync(p => p.Id == request.ParticipationId && p.EditionId == request.EditionId, cancellationToken);
        if (participation is null)
        {
            return Refusals.ParticipationNotInEdition;
        }

        return participation.IsPlacedOrActive
            ? new InterviewSubject(request.Kind, null, participation.Id, participation.PersonId, participation.DisplayName)
            : Refusals.ParticipationStatus("The participation is paused, has ended or is completed.");
    }
}
