using Metropool.Hosting.Keysets;
using Metropool.Http;
using Metropool.Identity.Invitations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Staff;

/// <summary>Lists the appointments and dismissals of a person.</summary>
internal static class ListAppointments
{
    private static readonly Keyset<Appointment> Order = Keyset.Descending((Appointment a) => a.At, (Appointment a) => a.AppointmentId);

    public static async Task<Results<Ok<Page<AppointmentSummary>>, ProblemHttpResult>> HandleAsync(
        Guid personId, [AsParameters] Paging paging, IdentityDbContext db, CancellationToken cancellationToken) =>
        await db.Users.AnyAsync(account => account.Id == personId, cancellationToken)
            ? TypedResults.Ok((await db.Appointments.AsNoTracking().Where(a => a.PersonId == personId).ToPageAsync(paging, Order, cancellationToken))
                .Select(a => new AppointmentSummary(a.Role, a.OrganisationId, a.Given, a.At, a.By, a.Reason)))
            : Refusals.AccountUnknown.ToProblem();
}
