using System.ComponentModel.DataAnnotations;
using Metropool.Assessment.Files;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Assessment.Certificates;

/// <summary>Why a certificate is revoked.</summary>
/// <param name="Reason">The reason. The participant reads it; who verifies the certificate does not.</param>
internal sealed record RevokeCertificateRequest([property: MaxLength(TextLimits.Short), Multiline] string? Reason);

internal static class RevokeCertificate
{
    public static async Task<Results<Ok<CertificateView>, ProblemHttpResult>> HandleAsync(
        Guid id,
        RevokeCertificateRequest request,
        Caller caller,
        AssessmentDbContext db,
        AssessmentStore store,
        ProgrammeClock clock,
        ILogger<Certificate> logger,
        CancellationToken cancellationToken)
    {
        var fileId = await db.Certificates.Where(certificate => certificate.Id == id).Select(certificate => (Guid?)certificate.FileId).SingleOrDefaultAsync(cancellationToken);
        if (fileId is not { } assessmentId)
        {
            return Refusals.CertificateUnknown.ToProblem();
        }

        var outcome = await store.ChangeAsync(
            assessmentId,
            caller,
            Texts.None,
            (file, edition) =>
                file.RevokeCertificate(id, caller.PersonId!.Value, request.Reason, edition.Edition, clock.GetUtcNow()).IsRefused(out var refused, out var revoked)
                    ? refused
                    : new Change(revoked),
            cancellationToken);
        if (outcome.IsRefused(out var refusal, out var changed))
        {
            // The caller asked for a certificate, and knows of no file.
            return (refusal == Refusals.FileUnknown ? Refusals.CertificateUnknown : refusal).ToProblem();
        }

        logger.LogInformation("Certificate {CertificateId} of assessment {AssessmentId} is revoked by {PersonId}.", id, assessmentId, caller.PersonId);
        return TypedResults.Ok(CertificateView.Of(changed.File.Certificates.Single(certificate => certificate.Id == id)));
    }
}
