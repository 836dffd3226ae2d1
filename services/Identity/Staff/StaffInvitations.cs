using Metropool.Hosting;
using Metropool.Hosting.Keysets;
using Metropool.Http;
using Metropool.Identity.Invitations;
using Metropool.Identity.Links;
using Metropool.Mail.Links;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Staff;

/// <summary>Open invitations of staff and of contacts.</summary>
internal static class StaffInvitations
{
    private static readonly Keyset<Invitation> Order = Keyset.Descending((Invitation i) => i.InvitedAt, (Invitation i) => i.InvitationId);

    public static async Task<Ok<Page<InvitationSummary>>> ListAsync(
        [AsParameters] Paging paging, IdentityDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return TypedResults.Ok((await db.Invitations.AsNoTracking()
            .Where(i => i.AcceptedAt == null && i.WithdrawnAt == null && i.ExpiresAt > now)
            .ToPageAsync(paging, Order, cancellationToken))
            .Select(InvitationSummary.Of));
    }

    public static async Task<Results<Ok<InvitationSummary>, ProblemHttpResult>> GetAsync(
        Guid invitationId, IdentityDbContext db, CancellationToken cancellationToken) =>
        await FindAsync(db, invitationId, cancellationToken) is { } invitation
            ? TypedResults.Ok(InvitationSummary.Of(invitation))
            : Refusals.InvitationUnknown.ToProblem();

    /// <summary>Replaces an invitation, also one that has expired.</summary>
    public static async Task<Results<Created<AppointmentResult>, ProblemHttpResult>> RenewAsync(
        Guid invitationId, Caller caller, IdentityDbContext db, Appointments appointments, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, invitationId, cancellationToken) is not { } invitation)
        {
            return Refusals.InvitationUnknown.ToProblem();
        }

        var outcome = await appointments.AppointAsync(
            invitation.Email, invitation.Role, invitation.OrganisationId, caller.PersonId, cancellationToken);
        return outcome.IsRefused(out var refusal, out var appointed) ? refusal.ToProblem() : TypedResults.Created(AddressOf(appointed), appointed);
    }

    /// <summary>The address of the resource that an appointment made.</summary>
    public static string AddressOf(AppointmentResult appointed) =>
        appointed.PersonId is { } personId ? $"/identity/v1/staff/{personId}" : $"/identity/v1/staff/invitations/{appointed.InvitationId}";

    public static async Task<Results<NoContent, ProblemHttpResult>> WithdrawAsync(
        Guid invitationId, IdentityDbContext db, Appointments appointments, OneTimeLinks links, TimeProvider time, CancellationToken cancellationToken)
    {
        var refusal = await db.InTransactionAsync(
            async token =>
            {
                await appointments.LockAsync(token);
                var now = time.GetUtcNow();
                var withdrawn = await db.Invitations.Where(i => i.InvitationId == invitationId && i.AcceptedAt == null && i.WithdrawnAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(i => i.WithdrawnAt, now), token);
                await links.RevokeAsync(LinkPurpose.Invitation, invitationId, token);
                return withdrawn == 0 ? Refusals.InvitationUnknown : null;
            },
            cancellationToken);
        return refusal is not null ? refusal.ToProblem() : TypedResults.NoContent();
    }

    private static Task<Invitation?> FindAsync(IdentityDbContext db, Guid invitationId, CancellationToken cancellationToken) => db.Invitations.AsNoTracking()
        .SingleOrDefaultAsync(i => i.InvitationId == invitationId && i.AcceptedAt == null && i.WithdrawnAt == null, cancellationToken);
}
