using Metropool.Http;
using Metropool.Identity.Invitations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Identity.Staff;

/// <summary>Appoints somebody who works for the programme, or invites them.</summary>
internal static class AppointStaff
{
    public static async Task<Results<Created<Appointed>, ProblemHttpResult>> HandleAsync(NewStaffMember request, Caller caller, Appointments appointments, CancellationToken cancellationToken) =>
        (await appointments.AppointAsync(request.Email, request.Role.Name(), organisationId: null, caller.PersonId, cancellationToken)).IsRefused(out var refusal, out var appointed)
            ? refusal.ToProblem()
            : TypedResults.Created(StaffInvitations.AddressOf(appointed), appointed);
}
