using Metropool.Hosting.Keysets;
using Metropool.Http;
using Metropool.Identity.Invitations;
using Metropool.Identity.Links;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Staff;

/// <summary>Invitations that nobody has taken yet.</summary>
internal static class StaffInvitations
{
    private static readonly Keyset<Invitation> Order = Keyset.Descending((Invitation i) => i.InvitedAt, (Invitation i) => i.InvitationId);

    public static async Task<Ok<Page<InvitationView>>> ListAsync([AsParameters] Paging paging, IdentityDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return TypedResults.Ok((await db.Invitations.AsNoTracking()
            .Where(i => i.AcceptedAt == null && i.WithdrawnAt == null && i.ExpiresAt > now)
            .ToPageAsync(paging, Order, cancellationToken))
            .Select(i => new InvitationView(i.InvitationId, i.Role, i.OrganisationId, i.InvitedAt, i.ExpiresAt, i.InvitedBy)));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> WithdrawAsync(
        Guid invitationId, IdentityDbContext db, MailedLinks links, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();
        var withdrawn = await db.Invitations.Where(i => i.InvitationId == invitationId && i.AcceptedAt == null && i.WithdrawnAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.WithdrawnAt, now), cancellationToken);
        if (withdrawn == 0)
        {
            return Refusal.NotFound("identity.invitation-unknown", "There is no such open invitation.").ToProblem();
        }

        await links.EndAsync(LinkPurpose.Invitation, invitationId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
