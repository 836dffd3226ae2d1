using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Intake;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Applications;
using Metropool.Intake.Erasure;
using Metropool.Intake.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>
/// Applies the state of a person. A new name is shown with their submitted, open applications. The parts of the name, and the one for the certificate, stay as
/// the candidate wrote them.
/// </summary>
internal sealed class PersonChangedConsumer(IntakeDbContext db, ProgrammeClock clock) : IConsumer<PersonChanged>
{
    public async Task Consume(ConsumeContext<PersonChanged> context)
    {
        var (state, token) = (context.Message, context.CancellationToken);
        if (await db.IsErasedAsync(state.PersonId, token))
        {
            return;
        }

        var person = await db.FindOrAddAsync(state.PersonId, id => new Person { PersonId = id }, token);
        var (isNew, before) = (person.Version == 0, person.DisplayName);
        if (person.Apply(state) && !isNew && person.DisplayName != before)
        {
            await RenameAsync(context, person, token);
        }

        await db.SaveChangesAsync(token);
    }

    private async Task RenameAsync(ConsumeContext<PersonChanged> context, Person person, CancellationToken cancellationToken)
    {
        var ids = await db.Applications
            .Where(a => a.PersonId == person.PersonId && a.SubmittedAt != null && !Application.Closed.Contains(a.Status))
            .Select(a => a.Id).ToListAsync(cancellationToken);
        var applications = await db.LockApplicationsAsync(ids, cancellationToken);
        foreach (var application in applications.Where(a => a.DisplayName != person.DisplayName).OrderBy(a => a.Id))
        {
            application.ChangeDisplayName(person.DisplayName, clock.GetUtcNow());
            await context.Publish(application.State(ApplicationChange.Updated), cancellationToken);
        }
    }
}
