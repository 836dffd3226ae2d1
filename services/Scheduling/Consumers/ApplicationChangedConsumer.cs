using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Interviews;
using Metropool.Scheduling.ModuleDays;
using Metropool.Scheduling.Participations;
using Metropool.Scheduling.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Consumers;

/// <summary>Applies an application: an admission creates a participation, a withdrawn admission ends it, and its interview was held or is cancelled.</summary>
internal sealed class ApplicationChangedConsumer(
    SchedulingDbContext db, ModuleDayCalendar moduleDays, InterviewCancellation interviews, ProgrammeClock clock) : IConsumer<ApplicationChanged>
{
    public async Task Consume(ConsumeContext<ApplicationChanged> context)
    {
        var (state, cancellationToken) = (context.Message, context.CancellationToken);
        var application = await db.FindOrAddAsync(state.ApplicationId, id => new Application(id), cancellationToken);
        if (!application.Apply(state))
        {
            return;
        }

        await RecordHeldInterviewAsync(context);
        if (state is { Status: ApplicationStatus.Admitted, Admission: not null })
        {
            await EnrolAsync(context, state.Admission);
        }
        else if (state.Status != ApplicationStatus.Admitted)
        {
            await EndParticipationAsync(context);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>R10: Intake owns the fact that the interview was held.</summary>
    private async Task RecordHeldInterviewAsync(ConsumeContext<ApplicationChanged> context)
    {
        var state = context.Message;
        if (state.InterviewId is { } interviewId
            && await db.Interviews.SingleOrDefaultAsync(i => i.Id == interviewId && i.ApplicationId == state.ApplicationId, context.CancellationToken)
                is { } interview
            && interview.RecordHeld(state.OccurredAt) is { } held)
        {
            await context.Publish(held, context.CancellationToken);
        }
    }

    private async Task EnrolAsync(ConsumeContext<ApplicationChanged> context, Admission admission)
    {
        var (state, cancellationToken) = (context.Message, context.CancellationToken);
        if (await db.Participations.WithParts().SingleOrDefaultAsync(p => p.ApplicationId == state.ApplicationId, cancellationToken) is { } known)
        {
            if (known.RecordCertificateName(admission.CertificateName, clock.GetUtcNow()) is { } renamed)
            {
                await context.Publish(renamed, cancellationToken);
            }

            return;
        }

        if (!await db.LockEditionAsync(state.EditionId, cancellationToken))
        {
            // Scheduling owns editions, so this one was lost. The admission stays in the error queue, to be replayed when the edition is restored.
            throw new InvalidOperationException($"Application {state.ApplicationId} was admitted to the unknown edition {state.EditionId}.");
        }

        var now = clock.GetUtcNow();
        var name = await db.FindNameAsync(state.PersonId, cancellationToken) ?? state.DisplayName;
        var participation = Participation.Enrol(state.ApplicationId, state.EditionId, state.PersonId, name, admission, now);
        await ConnectEmployersAsync(participation, ProgrammeClock.DayOf(now), cancellationToken);
        db.Participations.Add(participation);
        await moduleDays.AddAsync(participation, now, cancellationToken);
        await context.Publish(participation.State(ParticipationChange.Enrolled), cancellationToken);
    }

    // An organisation may have been registered since the admission.
    private async Task ConnectEmployersAsync(Participation participation, DateOnly today, CancellationToken cancellationToken)
    {
        foreach (var employer in participation.EmployersByName(today).ToList())
        {
            if (await db.FindOrganisationByKeyAsync(employer.NameKey, cancellationToken) is { } organisation)
            {
                employer.Connect(organisation);
            }
        }
    }

    private async Task EndParticipationAsync(ConsumeContext<ApplicationChanged> context)
    {
        var (state, cancellationToken) = (context.Message, context.CancellationToken);
        var now = clock.GetUtcNow();
        await db.LockEditionAsync(state.EditionId, cancellationToken);
        if (state.Status is ApplicationStatus.Withdrawn or ApplicationStatus.Rejected or ApplicationStatus.Lapsed)
        {
            await interviews.CancelAsync(
                db.Interviews.Where(i => i.ApplicationId == state.ApplicationId), "The application was withdrawn, rejected or lapsed.", now, cancellationToken);
        }

        var participationId = await db.Participations.Where(p => p.ApplicationId == state.ApplicationId).Select(p => p.Id)
            .SingleOrDefaultAsync(cancellationToken);
        if (participationId == default || await db.LockParticipationAsync(participationId, cancellationToken) is not var (edition, participation)
            || participation.EndByWithdrawal(now) is not { } ended)
        {
            return;
        }

        await moduleDays.RemoveAsync(participation, edition.Id, now, cancellationToken);
        await interviews.CancelAsync(participation.Id, "The admission was withdrawn.", now, cancellationToken);
        await context.Publish(ended, cancellationToken);
    }
}
