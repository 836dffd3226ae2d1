using Metropool.Hosting.ProgrammeTime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Certificates;

/// <summary>The result of a verification: the text of the certificate, and whether it is valid. It doesn't contain the reason of a revocation.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">The name on it.</param>
/// <param name="Edition">The edition's name.</param>
/// <param name="IssuedOn">The day of issue, in Europe/Amsterdam.</param>
/// <param name="Valid">False if it was revoked.</param>
/// <param name="RevokedOn">The day of the revocation, in Europe/Amsterdam.</param>
internal sealed record CertificateVerification(string Number, string Name, string Edition, DateOnly IssuedOn, bool Valid, DateOnly? RevokedOn);

internal static class VerifyCertificate
{
    public static async Task<Results<Ok<CertificateVerification>, ProblemHttpResult>> HandleAsync(
        string code, AssessmentDbContext db, CancellationToken cancellationToken)
    {
        if (VerificationCode.Read(code) is not { } read
            || await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.VerificationCode == read, cancellationToken) is not { } certificate)
        {
            return Refusals.CertificateUnknown.ToProblem();
        }

        return TypedResults.Ok(new CertificateVerification(
            certificate.Number,
            certificate.Name,
            certificate.EditionName,
            certificate.IssuedOn,
            certificate.IsValid,
            certificate.RevokedAt is { } revokedAt ? ProgrammeClock.DayOf(revokedAt) : null));
    }
}
