using System.ComponentModel.DataAnnotations;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Http;
using Metropool.Mail.Links;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Interests;

/// <summary>A request for a mail when an edition opens.</summary>
internal sealed record InterestRequest
{
    /// <summary>The address to mail when the edition opens. It is used for nothing else, and deleted afterwards.</summary>
    [Required, MaxLength(EmailAddresses.MaxLength), EmailAddress]
    public required string Email { get; init; }
}

internal static class RegisterInterest
{
    public static async Task<Results<Accepted, ProblemHttpResult>> HandleAsync(
        Guid id, InterestRequest request, IntakeDbContext db, MailRequests requests, InterestMails mails, TimeProvider time,
        CancellationToken cancellationToken)
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

        // The response is the same at the limit, and whether the address is known or not, so that it doesn't disclose who is interested.
        if (await requests.IsLimitReachedAsync(MailKinds.InterestConfirmation, request.Email, cancellationToken))
        {
            return TypedResults.Accepted((string?)null);
        }

        var (hash, now) = (MailRequests.HashOf(request.Email), time.GetUtcNow());
        await db.InTransactionAsync(
            async token =>
            {
                await db.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO interests (id, edition_id, address_hash, email, requested_at)
                    VALUES ({Guid.CreateVersion7(now)}, {id}, {hash}, {request.Email}, {now}) ON CONFLICT DO NOTHING
                    """,
                    token);
                var interest = await db.Interests.SingleAsync(i => i.EditionId == id && i.AddressHash == hash, token);
                if (interest.ConfirmedAt is null)
                {
                    mails.SendConfirmation(interest, edition);
                }
                else
                {
                    mails.SendAlreadyConfirmed(interest, edition);
                }
            },
            cancellationToken);
        return TypedResults.Accepted((string?)null);
    }
}
