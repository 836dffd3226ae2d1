using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Scheduling.Database;
using Metropool.Scheduling.Interviews;
using Metropool.Scheduling.ModuleDays;
using Metropool.Scheduling.Participations;
using Metropool.Scheduling.People;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Consumers;

/// <summary>Keeps the copy of an application, and does what follows from its state: a place for who is admitted, an end where the admission was taken back.</summary>
internal sealed class ApplicationChangedConsumer(
    SchedulingDbContext db, Roster roster, InterviewCancellation interviews, ProgrammeClock clock) : IConsumer<ApplicationChanged>
{
    public async Task Consume(ConsumeContext<ApplicationChanged> context)
    {
        var (changed, cancellationToken) = (context.Message, context.CancellationToken);
        var application = await db.Applications.FindAsync([changed.ApplicationId], cancellationToken);
        if (application is null)
        {
            db.Applications.Add(application = new Application(changed.ApplicationId));
        }

        if (!application.Apply(changed))
        {
            return;
        }

        await TakeOverInterviewAsync(context);
        if (changed is { Status: ApplicationStatus.Admitted, Admission: not null })
        {
            await EnrolAsync(context, changed.Admission);
        }
        else if (changed.Status != ApplicationStatus.Admitted)
        {
            await WithdrawAsync(context);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>R10: that the interview was held is Intake's fact.</summary>
    private async Task TakeOverInterviewAsync(ConsumeContext<ApplicationChanged> context)
    {
        var changed = context.Message;
        if (changed.InterviewId is { } interviewId
            && await db.Interviews.SingleOrDefaultAsync(i => i.Id == interviewId && i.ApplicationId == changed.ApplicationId, context.CancellationToken) is { } interview
            && interview.TakeOverHeld(changed.OccurredAt) is { } held)
        {
            await context.Publish(held, context.CancellationToken);
        }
    }

    private async Task EnrolAsync(ConsumeContext<ApplicationChanged> context, Admission admission)
    {
        var (changed, cancellationToken) = (context.Message, context.CancellationToken);
        if (await ParticipationQueries.Whole(db).SingleOrDefaultAsync(p => p.ApplicationId == changed.ApplicationId, cancellationToken) is { } known)
        {
            if (known.TakeOverCertificateName(admission.CertificateName, clock.GetUtcNow()) is { } renamed)
            {
                await context.Publish(renamed, cancellationToken);
            }

            return;
        }

        if (!await db.LockEditionAsync(changed.EditionId, cancellationToken))
        {
            // Editions are made here, so this one was lost. The admission waits in the error queue until it is back, and is replayed then.
            throw new InvalidOperationException($"Application {changed.ApplicationId} was admitted to edition {changed.EditionId}, which isn't here.");
        }

        var now = clock.GetUtcNow();
        var name = await db.NameOfAsync(changed.PersonId, cancellationToken);
        var participation = Participation.Enrol(changed.ApplicationId, changed.EditionId, changed.PersonId, name ?? changed.DisplayName, admission, now);
        await ConnectEmployersAsync(participation, ProgrammeClock.DayOf(now), cancellationToken);
        db.Participations.Add(participation);
        await roster.EnterAsync(participation, now, cancellationToken);
        await context.Publish(participation.State<ParticipantEnrolled>(), cancellationToken);
    }

    // An organisation may have been registered since the admission.
    private async Task ConnectEmployersAsync(Participation participation, DateOnly today, CancellationToken cancellationToken)
    {
        foreach (var employer in participation.TypedEmployers(today).ToList())
        {
            if (await db.OrganisationWithKeyAsync(employer.NameKey, cancellationToken) is { } organisation)
            {
                employer.Connect(organisation);
            }
        }
    }

    private async Task WithdrawAsync(ConsumeContext<ApplicationChanged> context)
    {
        var (changed, cancellationToken) = (context.Message, context.CancellationToken);
        var now = clock.GetUtcNow();
        await db.LockEditionAsync(changed.EditionId, cancellationToken);
        if (changed.Status is ApplicationStatus.Withdrawn or ApplicationStatus.Rejected or ApplicationStatus.Lapsed)
        {
            await interviews.CancelAsync(db.Interviews.Where(i => i.ApplicationId == changed.ApplicationId), "The application was withdrawn or rejected, or lapsed with its edition.", now, cancellationToken);
        }

        var participationId = await db.Participations.Where(p => p.ApplicationId == changed.ApplicationId).Select(p => p.Id).SingleOrDefaultAsync(cancellationToken);
        if (participationId == default || await db.FindParticipationAsync(participationId, cancellationToken) is not var (edition, participation)
            || participation.TakeOverWithdrawal(clock.Today, now) is not { } ended)
        {
            return;
        }

        await roster.LeaveAsync(participation, edition.Id, now, cancellationToken);
        await interviews.CancelOfParticipationAsync(participation.Id, "The admission was withdrawn.", now, cancellationToken);
        await context.Publish(ended, cancellationToken);
    }
}
