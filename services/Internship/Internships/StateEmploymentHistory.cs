using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Internships;

/// <summary>The participant states for whom they worked (R26).</summary>
internal static class StateEmploymentHistory
{
    public static async Task<Results<Ok<EmploymentHistoryView>, ProblemHttpResult>> HandleAsync(
        Guid id, EmploymentHistoryRequest request, IfMatch ifMatch, Caller caller, InternshipDbContext db, ProgrammeClock clock, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await db.Internships.OwnedBy(caller).Include(f => f.FormerEmployers).SingleOrDefaultAsync(f => f.Id == id, cancellationToken) is not { } file)
        {
            return Access.NotFound.ToProblem();
        }

        if (ifMatch.Mismatch(file.Version) is { } mismatch)
        {
            return mismatch.ToProblem();
        }

        var employers = request.FormerEmployers.Select(employer => new FormerEmployer { Id = Guid.CreateVersion7(), Name = employer.Name.Trim(), KvkNumber = employer.KvkNumber });
        if (file.StateEmployment(employers, clock.GetUtcNow()).IsRefused(out var refusal, out _))
        {
            return refusal.ToProblem();
        }

        await db.SaveChangesAsync(cancellationToken);
        response.SetVersion(file.Version);
        return TypedResults.Ok(EmploymentHistoryView.Of(file));
    }
}

/// <summary>An employment history.</summary>
/// <param name="FormerEmployers">The organisations that you worked for, other than the employers that your participation knows. Empty when there are none.</param>
internal sealed record EmploymentHistoryRequest([property: MaxLength(50)] IReadOnlyList<FormerEmployerRequest> FormerEmployers);

/// <summary>An organisation that you worked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="KvkNumber">Its number in the Dutch trade register, where you know it: 8 digits.</param>
internal sealed record FormerEmployerRequest(
    [property: Required, StringLength(TextLengths.OrganisationName), Name] string Name,
    [property: KvkNumber] string? KvkNumber = null);
