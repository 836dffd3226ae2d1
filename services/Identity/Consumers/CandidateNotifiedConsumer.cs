using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Identity.Links;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Consumers;

/// <summary>Mails a notification of Intake to a candidate, if the candidate still has an account.</summary>
internal sealed class CandidateNotifiedConsumer(IdentityDbContext db, AccountMails mails) : IConsumer<CandidateNotified>
{
    public async Task Consume(ConsumeContext<CandidateNotified> context)
    {
        var state = context.Message;
        var addresses = db.Users.Where(account => account.Id == state.PersonId).Select(account => account.Email);
        if (await addresses.SingleOrDefaultAsync(context.CancellationToken) is { } address)
        {
            mails.Notification(state.PersonId, address, state.PersonId, state.Subject, state.Text, TimeSpan.FromDays(state.ValidForDays));
            await db.SaveChangesAsync(context.CancellationToken);
        }
    }
}
