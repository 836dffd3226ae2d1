using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Staff;

/// <summary>The history of what somebody was.</summary>
internal static class ListAppointments
{
    public static async Task<Ok<List<AppointmentView>>> HandleAsync(Guid personId, IdentityDbContext db, CancellationToken cancellationToken) => TypedResults.Ok(await db.Appointments
        .Where(a => a.PersonId == personId)
        .OrderByDescending(a => a.At).ThenByDescending(a => a.AppointmentId)
        .Select(a => new AppointmentView(a.Role, a.OrganisationId, a.Given, a.At, a.By, a.Reason))
        .ToListAsync(cancellationToken));
}
