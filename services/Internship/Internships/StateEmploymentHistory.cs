using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Internship.Internships;

/// <summary>An employment history (R26).</summary>
/// <param name="FormerEmployers">The organisations that you worked for, other than the employers in your participation. Empty if there are none.</param>
internal sealed record EmploymentHistoryRequest([property: MaxLength(50)] IReadOnlyList<FormerEmployerRequest> FormerEmployers);

/// <summary>An organisation that you worked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="KvkNumber">Its number in the Dutch trade register, if you know it: 8 digits.</param>
internal sealed record FormerEmployerRequest(
    [property: Required, StringLength(TextLengths.OrganisationName), Name] string Name,
    [property: KvkNumber] string? KvkNumber = null);

internal static class StateEmploymentHistory
{
    public static async Task<Results<Ok<EmploymentHistoryDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        EmploymentHistoryRequest request,
        IfMatch ifMatch,
        Caller caller,
        InternshipStore store,
        ProgrammeClock clock,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Texts.None,
            (file, _) => ifMatch.Mismatch(file.Version) ?? file.StateEmployment(request.FormerEmployers.Select(ToEmployer), clock.GetUtcNow()),
            cancellationToken);
        if (outcome.IsRefused(out var refusal, out var changed))
        {
            return refusal.ToProblem();
        }

        response.SetVersion(changed.Version);
        return TypedResults.Ok(EmploymentHistoryDetail.Of(changed));
    }

    private static FormerEmployer ToEmployer(FormerEmployerRequest employer) =>
        new() { Id = Guid.CreateVersion7(), Name = employer.Name.Trim(), KvkNumber = employer.KvkNumber };
}
