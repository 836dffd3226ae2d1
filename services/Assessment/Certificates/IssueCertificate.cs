using Metropool.Assessment.Assessments;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Certificates;

/// <summary>The issue of a certificate.</summary>
/// <param name="AwardedOn">
/// The day on which it is awarded, in Europe/Amsterdam: after the day of the final interview, and not before today. If it isn't known yet, it can be recorded
/// later.
/// </param>
internal sealed record IssueCertificateRequest(DateOnly? AwardedOn = null);

internal static class IssueCertificate
{
    public static async Task<Results<Created<CertificateDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        IssueCertificateRequest request,
        Caller caller,
        AssessmentStore store,
        ProgrammeClock clock,
        AssessmentMetrics metrics,
        ILogger<Certificate> logger,
        CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Texts.None,
            (file, edition) => file.IssueCertificate(caller.PersonId!.Value, request.AwardedOn, edition, clock.GetUtcNow()),
            cancellationToken);
        if (outcome.IsRefused(out var refusal, out var changed))
        {
            if (refusal != Refusals.FileUnknown)
            {
                metrics.CertificatesRefused.Add(1, new KeyValuePair<string, object?>("error.type", refusal.Code));
            }

            return refusal.ToProblem();
        }

        var certificate = CertificateDetail.Of(changed.File.Certificate!);
        logger.LogInformation(
            "Certificate {CertificateNumber} of assessment {AssessmentId} was issued by {PersonId}.", certificate.Number, id, caller.PersonId);
        return TypedResults.Created($"/{AssessmentApi.Description.Name}/v1/assessments/{id}/certificate", certificate);
    }
}
