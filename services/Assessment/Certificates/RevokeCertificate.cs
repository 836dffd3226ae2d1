using System.ComponentModel.DataAnnotations;
using Metropool.Assessment.Assessments;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Certificates;

/// <summary>The revocation of a certificate (R40).</summary>
/// <param name="Reason">The reason. The participant can read it; it isn't shown when the certificate is verified.</param>
internal sealed record RevokeCertificateRequest([property: MaxLength(TextLimits.Short), Multiline] string? Reason);

internal static class RevokeCertificate
{
    public static async Task<Results<Ok<CertificateDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        RevokeCertificateRequest request,
        Caller caller,
        AssessmentDbContext db,
        AssessmentStore store,
        ProgrammeClock clock,
        ILogger<Certificate> logger,
        CancellationToken cancellationToken)
    {
        var fileId = await db.Certificates
            .Where(certificate => certificate.Id == id)
            .Select(certificate => (Guid?)certificate.FileId)
            .SingleOrDefaultAsync(cancellationToken);
        if (fileId is not { } assessmentId)
        {
            return Refusals.CertificateUnknown.ToProblem();
        }

        var outcome = await store.ChangeAsync(
            assessmentId,
            caller,
            Texts.None,
            (file, edition) => file.RevokeCertificate(id, caller.PersonId!.Value, request.Reason, edition.Edition, clock.GetUtcNow()),
            cancellationToken);
        if (outcome.IsRefused(out var refusal, out var changed))
        {
            // The route contains the certificate and not the assessment.
            return (refusal == Refusals.FileUnknown ? Refusals.CertificateUnknown : refusal).ToProblem();
        }

        logger.LogInformation("Certificate {CertificateId} of assessment {AssessmentId} was revoked by {PersonId}.", id, assessmentId, caller.PersonId);
        return TypedResults.Ok(CertificateDetail.Of(changed.File.Certificates.Single(certificate => certificate.Id == id)));
    }
}
