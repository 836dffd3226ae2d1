using Metropool.Assessment.Files;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Certificates;

internal static class GetCertificate
{
    public static async Task<Results<Ok<CertificateView>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, AssessmentDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if ((await db.Files.OpenAsync(db, id, Text.Certificate, caller, clock, cancellationToken)).IsRefused(out var refusal, out var opened))
        {
            return refusal.ToProblem();
        }

        return opened.File.Certificate is { } certificate ? TypedResults.Ok(CertificateView.Of(certificate)) : Refusals.CertificateNotIssued.ToProblem();
    }
}
