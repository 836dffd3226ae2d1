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
        FileCabinet cabinet,
        ProgrammeClock clock,
        ILogger<Certificate> logger,
        CancellationToken cancellationToken)
    {
        var fileId = await db.Certificates.Where(certificate => certificate.Id == id).Select(certificate => (Guid?)certificate.FileId).SingleOrDefaultAsync(cancellationToken);
        if (fileId is null || await cabinet.TakeAsync(fileId.Value, caller, Texts.None, cancellationToken) is not { } file)
        {
            return Refusals.CertificateUnknown.ToProblem();
        }

        var edition = await cabinet.ProgressOfAsync(file, cancellationToken);
        if (file.RevokeCertificate(id, caller.PersonId!.Value, request.Reason, edition.Edition, clock.GetUtcNow()).IsRefused(out var refusal, out var revoked))
        {
            return refusal.ToProblem();
        }

        await cabinet.PutBackAsync(file, revoked, edition, cancellationToken);
        logger.LogInformation("Certificate {CertificateId} of assessment {AssessmentId} is revoked by {PersonId}.", id, file.Id, caller.PersonId);
        return TypedResults.Ok(CertificateView.Of(file.Certificates.Single(certificate => certificate.Id == id)));
    }
}
