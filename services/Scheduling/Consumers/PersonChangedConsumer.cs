using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Scheduling.Participations;
using Metropool.Scheduling.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Consumers;

/// <summary>Applies the name of a person, also to participations, teams and booked interviews. Interviews of the past keep the former name.</summary>
internal sealed class PersonChangedConsumer(SchedulingDbContext db, ProgrammeClock clock) : IConsumer<PersonChanged>
{
    public async Task Consume(ConsumeContext<PersonChanged> context)
    {
        var (state, cancellationToken) = (context.Message, context.CancellationToken);
        var person = await db.FindOrAddAsync(state.PersonId, id => new Person(id), cancellationToken);
        if (!person.Apply(state))
        {
            return;
        }

        await RenameParticipationsAsync(context, person);
        await RenameAttendeesAsync(context, person);
        await RenameTeamMembersAsync(context, person);
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task RenameParticipationsAsync(ConsumeContext<PersonChanged> context, Person person)
    {
        var participations = await db.Participations.WithParts()
            .Where(p => p.PersonId == person.PersonId && p.DisplayName != person.DisplayName)
            .OrderBy(p => p.Id).ToListAsync(context.CancellationToken);
        foreach (var participation in participations)
        {
            await context.Publish(participation.Rename(person.DisplayName, clock.GetUtcNow()), context.CancellationToken);
        }
    }

    private async Task RenameAttendeesAsync(ConsumeContext<PersonChanged> context, Person person)
    {
        var interviews = await db.Interviews
            .Where(i => i.Status == InterviewStatus.Booked && db.CalendarEntries.Any(entry => entry.SourceId == i.Id && entry.PersonId == person.PersonId))
            .OrderBy(i => i.Id).ToListAsync(context.CancellationToken);
        foreach (var interview in interviews.Where(interview => interview.HasOtherNameFor(person.PersonId, person.DisplayName)))
        {
            await context.Publish(interview.RenameAttendee(person.PersonId, person.DisplayName, clock.GetUtcNow()), context.CancellationToken);
        }
    }

    private async Task RenameTeamMembersAsync(ConsumeContext<PersonChanged> context, Person person)
    {
        var editions = await db.Editions.Include(e => e.Modules).Include(e => e.Team)
            .Where(e => e.Team.Any(m => m.PersonId == person.PersonId && m.DisplayName != person.DisplayName))
            .OrderBy(e => e.Id).ToListAsync(context.CancellationToken);
        foreach (var edition in editions)
        {
            await context.Publish(edition.RenameMember(person.PersonId, person.DisplayName, clock.GetUtcNow()), context.CancellationToken);
        }
    }
}
