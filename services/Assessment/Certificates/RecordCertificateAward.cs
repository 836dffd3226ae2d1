using Metropool.Assessment.Assessments;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Certificates;

/// <summary>The day on which a certificate is awarded.</summary>
/// <param name="AwardedOn">The day, in Europe/Amsterdam: after the day of the final interview, and not before the day of issue.</param>
internal sealed record RecordCertificateAwardRequest(DateOnly AwardedOn);

internal static class RecordCertificateAward
{
    public static async Task<Results<Ok<CertificateDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        RecordCertificateAwardRequest request,
        IfMatch ifMatch,
        Caller caller,
        AssessmentStore store,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Texts.None,
            (file, edition) =>
            {
                // A missing right or a missing certificate is reported before a wrong version. A refusal saves nothing.
                var mismatch = file.Certificate is { } known ? ifMatch.Mismatch(CertificateDetail.Of(known)) : null;
                return file.RecordAward(caller.PersonId!.Value, request.AwardedOn, edition.Edition, clock.GetUtcNow()) ?? mismatch;
            },
            cancellationToken);
        return outcome.IsRefused(out var refusal, out var changed) ? refusal.ToProblem() : TypedResults.Ok(CertificateDetail.Of(changed.File.Certificate!));
    }
}
