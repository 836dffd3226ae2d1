using MassTransit;
using Metropool.Contracts.Identity;
using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Applications;
using Metropool.Intake.Erasure;
using Metropool.Intake.Offers;
using Metropool.Intake.People;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Consumers;

/// <summary>Follows what people are called: a new name is shown with their applications that are handed in and not over. The parts of the name, and the one for the certificate, stay as the candidate wrote them.</summary>
internal sealed class PersonRegisteredConsumer(IntakeDbContext db, ProgrammeClock clock) : IConsumer<PersonRegistered>
{
    public async Task Consume(ConsumeContext<PersonRegistered> context)
    {
        var (state, cancellationToken) = (context.Message, context.CancellationToken);
        if (await db.IsErasedAsync(state.PersonId, cancellationToken))
        {
            return;
        }

        if (await db.People.FindAsync([state.PersonId], cancellationToken) is not { } person)
        {
            person = new Person { PersonId = state.PersonId };
            db.Add(person);
        }

        if (person.Apply(state))
        {
            var ids = await db.Applications.Where(a => a.PersonId == state.PersonId && a.SubmittedAt != null && !Application.Closed.Contains(a.Status)).Select(a => a.Id).ToListAsync(cancellationToken);
            foreach (var application in (await db.HoldAsync(ids, cancellationToken)).Where(application => application.DisplayName != state.DisplayName).OrderBy(application => application.Id))
            {
                application.ShowName(state.DisplayName, clock.GetUtcNow());
                await context.Publish(application.State<ApplicationChanged>(), cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
