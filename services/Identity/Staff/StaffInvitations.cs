using Metropool.Http;
using Metropool.Identity.Links;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Staff;

/// <summary>Invitations that nobody has taken yet.</summary>
internal static class StaffInvitations
{
    public static async Task<Ok<List<InvitationView>>> ListAsync(IdentityDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return TypedResults.Ok(await db.Invitations
            .Where(i => i.AcceptedAt == null && i.WithdrawnAt == null && i.ExpiresAt > now)
            .OrderByDescending(i => i.InvitedAt).ThenByDescending(i => i.InvitationId)
            .Select(i => new InvitationView(i.InvitationId, i.Role, i.OrganisationId, i.InvitedAt, i.ExpiresAt, i.InvitedBy))
            .ToListAsync(cancellationToken));
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
