using Metropool.Assessment.Files;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Certificates;

/// <summary>What is known about handing the certificate out.</summary>
/// <param name="HandedOutOn">The day on which it is handed out, in Europe/Amsterdam: after the day of the final interview, and not before today. Left out, it can be noted later.</param>
internal sealed record IssueCertificateRequest(DateOnly? HandedOutOn = null);

internal static class IssueCertificate
{
    public static async Task<Results<Created<CertificateView>, ProblemHttpResult>> HandleAsync(
        Guid id, IssueCertificateRequest request, Caller caller, FileCabinet cabinet, ProgrammeClock clock, AssessmentMetrics metrics, ILogger<Certificate> logger, CancellationToken cancellationToken)
    {
        if (await cabinet.TakeAsync(id, caller, Texts.None, cancellationToken) is not { } file)
        {
            return Refusals.FileUnknown.ToProblem();
        }

        var edition = await cabinet.ProgressOfAsync(file, cancellationToken);
        if (file.IssueCertificate(caller.PersonId!.Value, request.HandedOutOn, edition, clock.GetUtcNow()).IsRefused(out var refusal, out var issued))
        {
            metrics.CertificatesRefused.Add(1, new KeyValuePair<string, object?>("error.type", refusal.Code));
            return refusal.ToProblem();
        }

        await cabinet.PutBackAsync(file, issued, edition, cancellationToken);
        var certificate = CertificateView.Of(file.Certificate!);
        logger.LogInformation("Certificate {CertificateNumber} of assessment {AssessmentId} is issued by {PersonId}.", certificate.Number, id, caller.PersonId);
        return TypedResults.Created($"/{AssessmentApi.Description.Name}/v1/assessments/{id}/certificate", certificate);
    }
}
