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
        Guid id, IssueCertificateRequest request, Caller caller, AssessmentStore store, ProgrammeClock clock, AssessmentMetrics metrics, ILogger<Certificate> logger, CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Texts.None,
            (file, edition) => file.IssueCertificate(caller.PersonId!.Value, request.HandedOutOn, edition, clock.GetUtcNow()).IsRefused(out var refused, out var issued)
                ? refused
                : new Change(issued),
            cancellationToken);
        if (outcome.IsRefused(out var refusal, out var changed))
        {
            if (refusal != Refusals.FileUnknown)
            {
                metrics.CertificatesRefused.Add(1, new KeyValuePair<string, object?>("error.type", refusal.Code));
            }

            return refusal.ToProblem();
        }

        var certificate = CertificateView.Of(changed.File.Certificate!);
        logger.LogInformation("Certificate {CertificateNumber} of assessment {AssessmentId} is issued by {PersonId}.", certificate.Number, id, caller.PersonId);
        return TypedResults.Created($"/{AssessmentApi.Description.Name}/v1/assessments/{id}/certificate", certificate);
    }
}
