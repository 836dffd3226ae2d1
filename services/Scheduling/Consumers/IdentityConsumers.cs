using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Scheduling.Participations;
using Metropool.Scheduling.People;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Consumers;

/// <summary>Keeps the copy of a person; a new name is taken over by participations, teams and interviews to come. What is over keeps the name as it was.</summary>
internal sealed class PersonRegisteredConsumer(SchedulingDbContext db, ProgrammeClock clock) : IConsumer<PersonRegistered>
{
    public async Task Consume(ConsumeContext<PersonRegistered> context)
    {
        var (registered, cancellationToken) = (context.Message, context.CancellationToken);
        var person = await db.People.FindAsync([registered.PersonId], cancellationToken);
        if (person is null)
        {
            db.People.Add(person = new Person(registered.PersonId));
        }

        if (person.Apply(registered))
        {
            var now = clock.GetUtcNow();
            var participations = await ParticipationQueries.Whole(db)
                .Where(p => p.PersonId == person.PersonId && p.DisplayName != person.DisplayName).OrderBy(p => p.Id).ToListAsync(cancellationToken);
            foreach (var participation in participations)
            {
                await context.Publish(participation.Rename(person.DisplayName, now), cancellationToken);
            }

            var interviews = await db.Interviews
                .Where(i => i.Status == InterviewStatus.Booked && db.Calendar.Any(entry => entry.SourceId == i.Id && entry.PersonId == person.PersonId))
                .OrderBy(i => i.Id).ToListAsync(cancellationToken);
            foreach (var interview in interviews)
            {
                await context.Publish(interview.Rename(person.PersonId, person.DisplayName, now), cancellationToken);
            }

            var editions = await db.Editions.Include(e => e.Modules).Include(e => e.Team)
                .Where(e => e.Team.Any(m => m.PersonId == person.PersonId && m.DisplayName != person.DisplayName)).OrderBy(e => e.Id).ToListAsync(cancellationToken);
            foreach (var edition in editions)
            {
                var renamed = edition.Rename(person.PersonId, person.DisplayName, now);
                if (edition.Status != EditionStatus.Draft)
                {
                    await context.Publish(renamed, cancellationToken);
                }
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Keeps the copy of who may have a part in a team.</summary>
internal sealed class StaffAppointedConsumer(SchedulingDbContext db) : IConsumer<StaffAppointed>
{
    public async Task Consume(ConsumeContext<StaffAppointed> context)
    {
        var person = await db.People.FindAsync([context.Message.PersonId], context.CancellationToken);
        if (person is null)
        {
            db.People.Add(person = new Person(context.Message.PersonId));
        }

        person.Apply(context.Message);
        await db.SaveChangesAsync(context.CancellationToken);
    }
}

/// <summary>Keeps the copy of an organisation, and connects participations whose employer was typed by its name before it was registered.</summary>
internal sealed class OrganisationRegisteredConsumer(SchedulingDbContext db, ProgrammeClock clock) : IConsumer<OrganisationRegistered>
{
    public async Task Consume(ConsumeContext<OrganisationRegistered> context)
    {
        var organisation = await db.Organisations.FindAsync([context.Message.OrganisationId], context.CancellationToken);
        if (organisation is null)
        {
            db.Organisations.Add(organisation = new Organisation(context.Message.OrganisationId));
        }

        var (formerKey, wasActive) = (organisation.NameKey, organisation.Active);
        organisation.Apply(context.Message);
        await db.SaveChangesAsync(context.CancellationToken);
        if (organisation.NameKey == formerKey && organisation.Active == wasActive)
        {
            return;
        }

        // A name that moved from this organisation to another one is the other's from now on.
        foreach (var key in new[] { formerKey, organisation.NameKey }.Distinct().Where(key => key.Length > 0))
        {
            await ConnectAsync(context, key);
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }

    private async Task ConnectAsync(ConsumeContext<OrganisationRegistered> context, string key)
    {
        if (await db.OrganisationWithKeyAsync(key, context.CancellationToken) is not { } organisation)
        {
            return;
        }

        var typed = await ParticipationQueries.Whole(db)
            .Where(p => p.Status != ParticipationStatus.Ended && p.Status != ParticipationStatus.Completed)
            .Where(p => p.Employers.Any(e => e.OrganisationId == null && e.NameKey == key))
            .OrderBy(p => p.Id).ToListAsync(context.CancellationToken);
        foreach (var participation in typed)
        {
            if (participation.ConnectByName(organisation, clock.GetUtcNow()) is { } changed)
            {
                await context.Publish(changed, context.CancellationToken);
            }
        }
    }
}
