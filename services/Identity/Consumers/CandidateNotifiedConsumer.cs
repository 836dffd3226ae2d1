using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Identity.Links;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Consumers;

/// <summary>Mails a candidate what Intake has to tell. Whoever has no account any more is told nothing.</summary>
internal sealed class CandidateNotifiedConsumer(IdentityDbContext db, AccountMails mails) : IConsumer<CandidateNotified>
{
    public async Task Consume(ConsumeContext<CandidateNotified> context)
    {
        var notice = context.Message;
        if (await db.Users.AsNoTracking().Where(account => account.Id == notice.PersonId).Select(account => account.Email).SingleOrDefaultAsync(context.CancellationToken) is { } address)
        {
            mails.Told(notice.PersonId, address, notice.PersonId, notice.Subject, notice.Text, TimeSpan.FromDays(notice.UsefulDays));
            await db.SaveChangesAsync(context.CancellationToken);
        }
    }
}
