using Metropool.Http;
using Metropool.Identity.Invitations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Identity.Staff;

/// <summary>Takes a role from somebody.</summary>
internal static class DismissStaff
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid personId, Dismissal request, Caller caller, Appointments appointments, CancellationToken cancellationToken) =>
        await appointments.DismissAsync(personId, request.Role.Name(), organisationId: null, caller.PersonId, request.Reason, cancellationToken) is { } refusal
            ? refusal.ToProblem()
            : TypedResults.NoContent();
}
