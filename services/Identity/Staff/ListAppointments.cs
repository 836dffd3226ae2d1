using Metropool.Hosting.Keysets;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Invitations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Staff;

/// <summary>The history of what somebody was.</summary>
internal static class ListAppointments
{
    private static readonly Keyset<Appointment> Order = Keyset.Descending((Appointment a) => a.At, (Appointment a) => a.AppointmentId);

    public static async Task<Results<Ok<Page<AppointmentView>>, ProblemHttpResult>> HandleAsync(
        Guid personId, [AsParameters] Paging paging, IdentityDbContext db, CancellationToken cancellationToken) =>
        await db.Users.AnyAsync(account => account.Id == personId, cancellationToken)
            ? TypedResults.Ok((await db.Appointments.AsNoTracking().Where(a => a.PersonId == personId).ToPageAsync(paging, Order, cancellationToken))
                .Select(a => new AppointmentView(a.Role, a.OrganisationId, a.Given, a.At, a.By, a.Reason)))
            : AccountMeasures.Unknown.ToProblem();
}
