using Metropool.Http;
using Metropool.Identity.Invitations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Identity.Staff;

/// <summary>Appoints staff and administrators, or invites them.</summary>
internal static class AppointStaff
{
    public static async Task<Results<Created<AppointmentResult>, ProblemHttpResult>> HandleAsync(
        AppointStaffRequest request, Caller caller, Appointments appointments, CancellationToken cancellationToken) =>
        (await appointments.AppointAsync(request.Email, request.Role.Name(), organisationId: null, caller.PersonId, cancellationToken))
            .IsRefused(out var refusal, out var appointed)
            ? refusal.ToProblem()
            : TypedResults.Created(StaffInvitations.AddressOf(appointed), appointed);
}
