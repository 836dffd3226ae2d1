using Metropool.Assessment.Assessments;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Certificates;

internal static class GetCertificate
{
    public static async Task<Results<Ok<CertificateDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, AssessmentDbContext db, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if ((await db.ReadAsync(id, Text.Certificate, Texts.None, caller, clock, cancellationToken)).IsRefused(out var refusal, out var read))
        {
            return refusal.ToProblem();
        }

        return read.File.Certificate is { } certificate ? TypedResults.Ok(CertificateDetail.Of(certificate)) : Refusals.CertificateNotIssued.ToProblem();
    }
}
