using Metropool.Hosting.Keysets;
using Metropool.Http;
using Metropool.Identity.Invitations;
using Metropool.Identity.Links;
using Metropool.Mail.Links;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Staff;

/// <summary>Invitations that nobody has taken yet.</summary>
internal static class StaffInvitations
{
    private static readonly Keyset<Invitation> Order = Keyset.Descending((Invitation i) => i.InvitedAt, (Invitation i) => i.InvitationId);

    private static Refusal Unknown { get; } = Refusal.NotFound("identity.invitation-unknown", "There is no such open invitation.");

    public static async Task<Ok<Page<InvitationView>>> ListAsync([AsParameters] Paging paging, IdentityDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return TypedResults.Ok((await db.Invitations.AsNoTracking()
            .Where(i => i.AcceptedAt == null && i.WithdrawnAt == null && i.ExpiresAt > now)
            .ToPageAsync(paging, Order, cancellationToken))
            .Select(InvitationView.Of));
    }

    public static async Task<Results<Ok<InvitationView>, ProblemHttpResult>> GetAsync(Guid invitationId, IdentityDbContext db, CancellationToken cancellationToken) =>
        await FindAsync(db, invitationId, cancellationToken) is { } invitation ? TypedResults.Ok(InvitationView.Of(invitation)) : Unknown.ToProblem();

    // Also one that has ended meanwhile. Another takes its place.
    public static async Task<Results<Created<Appointed>, ProblemHttpResult>> RenewAsync(
        Guid invitationId, Caller caller, IdentityDbContext db, Appointments appointments, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, invitationId, cancellationToken) is not { } invitation)
        {
            return Unknown.ToProblem();
        }

        return (await appointments.AppointAsync(invitation.Email, invitation.Role, invitation.OrganisationId, caller.PersonId, cancellationToken)).IsRefused(out var refusal, out var appointed)
            ? refusal.ToProblem()
            : TypedResults.Created(AddressOf(appointed), appointed);
    }

    /// <summary>Where an appointment or an invitation can be read.</summary>
    public static string AddressOf(Appointed appointed) =>
        appointed.PersonId is { } personId ? $"/identity/v1/staff/{personId}" : $"/identity/v1/staff/invitations/{appointed.InvitationId}";

    public static async Task<Results<NoContent, ProblemHttpResult>> WithdrawAsync(
        Guid invitationId, IdentityDbContext db, Appointments appointments, MailedLinks links, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await appointments.TakeTurnAsync(cancellationToken);
        var now = time.GetUtcNow();
        var withdrawn = await db.Invitations.Where(i => i.InvitationId == invitationId && i.AcceptedAt == null && i.WithdrawnAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.WithdrawnAt, now), cancellationToken);
        if (withdrawn == 0)
        {
            return Unknown.ToProblem();
        }

        await links.EndAsync(LinkPurpose.Invitation, invitationId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static Task<Invitation?> FindAsync(IdentityDbContext db, Guid invitationId, CancellationToken cancellationToken) =>
        db.Invitations.AsNoTracking().SingleOrDefaultAsync(i => i.InvitationId == invitationId && i.AcceptedAt == null && i.WithdrawnAt == null, cancellationToken);
}
