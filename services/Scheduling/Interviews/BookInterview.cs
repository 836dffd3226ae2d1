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
using Metropool.Scheduling.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ValidationResult = System.ComponentModel.DataAnnotations.ValidationResult;

namespace Metropool.Scheduling.Interviews;

/// <summary>Books an interview with its whole panel (R11, R13, R36, R37), when everybody is free (R47).</summary>
internal static class BookInterview
{
    /// <param name="Kind">What kind of interview it is.</param>
    /// <param name="EditionId">The edition.</param>
    /// <param name="StartsAt">The start.</param>
    /// <param name="Panel">Who holds it: dean and programme manager, for a development interview dean and a trainer.</param>
    /// <param name="ApplicationId">The application that an intake interview is about.</param>
    /// <param name="ParticipationId">The participation that a development or final interview is about.</param>
    /// <param name="DurationMinutes">The length; as the edition has it unless given.</param>
    internal sealed record Request(
        [property: DeniedValues(InterviewKind.Unknown)] InterviewKind Kind, Guid EditionId, DateTimeOffset StartsAt,
        [property: MaxLength(10)] IReadOnlyList<SeatRequest> Panel,
        Guid? ApplicationId = null, Guid? ParticipationId = null, [property: Range(10, 240)] int? DurationMinutes = null) : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            var (needed, other) = Kind == InterviewKind.Intake ? (nameof(ApplicationId), nameof(ParticipationId)) : (nameof(ParticipationId), nameof(ApplicationId));
            if ((Kind == InterviewKind.Intake ? ApplicationId : ParticipationId) is null)
            {
                yield return new("It is needed: whom the interview is about.", [needed]);
            }

            if ((Kind == InterviewKind.Intake ? ParticipationId : ApplicationId) is not null)
            {
                yield return new("An interview of this kind isn't about one.", [other]);
            }
        }
    }

    /// <param name="PersonId">The person.</param>
    /// <param name="Part">The part in which they sit there.</param>
    internal sealed record SeatRequest(Guid PersonId, [property: DeniedValues(TeamPart.Unknown)] TeamPart Part)
    {
        public Seat ToSeat() => new(PersonId, Part);
    }

    public static async Task<Results<Created<InterviewView>, ProblemHttpResult>> HandleAsync(
        Request request, Caller caller, SchedulingDbContext db, Calendar calendar, ProgrammeClock clock, IPublishEndpoint publish, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<Interview>(
            async token =>
            {
                if (!await db.HoldEditionAsync(request.EditionId, token) || await db.FindEditionAsync(request.EditionId, token) is not { } edition)
                {
                    return EditionAccess.Unknown();
                }

                List<Seat> panel = [.. request.Panel.Select(seat => seat.ToSeat())];
                var refuses = edition.Refuses(caller, clock.Today, EditionAccess.Organising) ?? PanelRules.RefuseOwnSeat(edition, caller, panel, clock.Today);
                if (refuses is { } forbidden)
                {
                    return forbidden;
                }

                if ((await SubjectAsync(db, request, token)).IsRefused(out var refusal, out var subject))
                {
                    return refusal;
                }

                // Under the lock of the candidate's calendar nobody else books this interview at the same time.
                await calendar.LockAsync([.. panel.Select(seat => seat.PersonId), subject.PersonId], token);
                var others = await db.Interviews
                    .Where(i => i.Kind == subject.Kind && i.ApplicationId == subject.ApplicationId && i.ParticipationId == subject.ParticipationId)
                    .ToListAsync(token);
                var now = clock.GetUtcNow();
                var slot = SlotOf(request.StartsAt, request.DurationMinutes, edition, request.Kind);
                var booking = Interview.Book(edition, subject, slot, panel, others, caller.PersonId!.Value, now);
                if (booking.IsRefused(out refusal, out var interview))
                {
                    return refusal;
                }

                if ((await calendar.EnterAsync(interview, token)) is { } occupied)
                {
                    return occupied;
                }

                db.Interviews.Add(interview);
                await publish.Publish(interview.State<InterviewBooked>(), token);
                return interview;
            },
            cancellationToken);
        return outcome.IsRefused(out var refused, out var booked)
            ? refused.ToProblem()
            : TypedResults.Created($"/scheduling/v1/interviews/{booked.Id}", InterviewView.Of(booked));
    }

    public static Slot SlotOf(DateTimeOffset startsAt, int? minutes, Edition edition, InterviewKind kind) =>
        new(startsAt, startsAt.AddMinutes(minutes ?? MinutesOf(edition, kind)));

    public static int MinutesOf(Edition edition, InterviewKind kind) => kind switch
    {
        InterviewKind.Intake => edition.Settings.IntakeInterviewMinutes,
        InterviewKind.Development => edition.Settings.DevelopmentInterviewMinutes,
        _ => edition.Settings.FinalInterviewMinutes,
    };

    /// <summary>Enters an interview in the calendars, which are locked, in place of what they held for it.</summary>
    public static async Task<Refusal?> EnterAsync(this Calendar calendar, Interview interview, CancellationToken cancellationToken)
    {
        Guid[] people = [.. interview.People];
        var occupied = await calendar.OccupiedAsync(people, interview.StartsAt, interview.EndsAt, except: interview.Id, cancellationToken);
        if (occupied.Count > 0)
        {
            return Calendar.Occupied(occupied);
        }

        await calendar.LeaveAsync(interview.Id, cancellationToken);
        calendar.Enter(people, CalendarEntryKind.Interview, interview.Id, interview.StartsAt, interview.EndsAt);
        return null;
    }

    private static async Task<Outcome<InterviewSubject>> SubjectAsync(SchedulingDbContext db, Request request, CancellationToken cancellationToken)
    {
        if (request.Kind == InterviewKind.Intake)
        {
            var application = await db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.ApplicationId == request.ApplicationId, cancellationToken);
            var name = application is null ? null : await db.NameOfAsync(application.PersonId, cancellationToken);
            return application switch
            {
                { Status: ApplicationStatus.Submitted } when application.EditionId == request.EditionId =>
                    new InterviewSubject(request.Kind, application.ApplicationId, null, application.PersonId, name ?? application.DisplayName) { ConflictsOfInterest = application.ConflictsOfInterest },
                not null when application.EditionId == request.EditionId =>
                    Refusal.Conflict("scheduling.application-not-submitted", "An intake interview is booked for an application that is complete and awaits one."),
                _ => Refusal.Conflict("scheduling.application-unknown", "There is no such application for this edition, or it isn't known here yet."),
            };
        }

        var participation = await db.Participations.AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.ParticipationId, cancellationToken);
        return participation switch
        {
            { OnTheWay: true } when participation.EditionId == request.EditionId =>
                new InterviewSubject(request.Kind, null, participation.Id, participation.PersonId, participation.DisplayName),
            not null when participation.EditionId == request.EditionId =>
                Refusal.Conflict("scheduling.participation-status", "The participation is paused, has ended or is completed."),
            _ => Refusal.Conflict("scheduling.participation-unknown", "There is no such participation in this edition, or it isn't known here yet."),
        };
    }
}
