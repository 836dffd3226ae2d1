using Metropool.Http;
using Metropool.Identity.Invitations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Identity.Staff;

/// <summary>Removes a role from a person.</summary>
internal static class DismissStaff
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid personId, DismissStaffRequest request, Caller caller, Appointments appointments, CancellationToken cancellationToken) =>
        await appointments.DismissAsync(personId, request.Role.Name(), organisationId: null, caller.PersonId, request.Reason, cancellationToken) is { } refusal
            ? refusal.ToProblem()
            : TypedResults.NoContent();
}
