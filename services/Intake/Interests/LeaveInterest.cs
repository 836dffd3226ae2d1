using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Intake.Applications;
using Metropool.Mail.Links;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Interests;

internal sealed record InterestRequest
{
    [Required, MaxLength(Interest.LongestAddress), EmailAddress]
    [Description("Where to send word when the edition opens. It is used for that, and forgotten.")]
    public required string Email { get; init; }
}

internal static class LeaveInterest
{
    public static async Task<Results<Accepted, ProblemHttpResult>> HandleAsync(
        Guid id, InterestRequest request, IntakeDbContext db, AskedMails asked, InterestMails mails, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.Editions.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } edition
            || !(edition.IsPublic || await db.EditionTerms.AnyAsync(t => t.EditionId == id && t.Announced, cancellationToken)))
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        if (edition.Status != EditionStatus.Draft)
        {
            return Refusals.EditionNotAnnounced.ToProblem();
        }

        // The answer is the same whoever asks and however often: it says nothing of who is interested.
        if (await asked.IsEnoughAsync(MailKinds.InterestConfirmation, request.Email, cancellationToken))
        {
            return TypedResults.Accepted((string?)null);
        }

        var (hash, now) = (AskedMails.HashOf(request.Email), time.GetUtcNow());
        await db.InTransactionAsync(
            async token =>
            {
                await db.Database.ExecuteSqlAsync(
                    $"INSERT INTO interests (id, edition_id, address_hash, email, asked_at) VALUES ({Guid.CreateVersion7(now)}, {id}, {hash}, {request.Email}, {now}) ON CONFLICT DO NOTHING", token);
                var interest = await db.Interests.SingleAsync(i => i.EditionId == id && i.AddressHash == hash, token);
                if (interest.ConfirmedAt is null)
                {
                    mails.Confirmation(interest, edition);
                }
                else
                {
                    mails.Already(interest, edition);
                }
            },
            cancellationToken);
        return TypedResults.Accepted((string?)null);
    }
}
