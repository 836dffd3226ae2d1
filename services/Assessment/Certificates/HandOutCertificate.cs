using Metropool.Assessment.Files;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Assessment.Certificates;

/// <summary>When the certificate is handed out.</summary>
/// <param name="HandedOutOn">The day, in Europe/Amsterdam: after the day of the final interview, and not before the day of issue.</param>
internal sealed record HandOutCertificateRequest(DateOnly HandedOutOn);

internal static class HandOutCertificate
{
    public static async Task<Results<Ok<CertificateView>, ProblemHttpResult>> HandleAsync(
        Guid id, HandOutCertificateRequest request, IfMatch ifMatch, Caller caller, AssessmentStore store, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        var outcome = await store.ChangeAsync(
            id,
            caller,
            Texts.None,
            (file, edition) =>
            {
                var mismatch = file.Certificate is { } known ? ifMatch.Mismatch(CertificateView.Of(known)) : null;

                // A missing right or a missing certificate is reported before a wrong version. A refusal saves nothing.
                return file.HandOut(caller.PersonId!.Value, request.HandedOutOn, edition.Edition, clock.GetUtcNow()).Refusal is { } refused ? refused
                    : mismatch is not null ? mismatch
                    : new Change();
            },
            cancellationToken);
        return outcome.IsRefused(out var refusal, out var changed)
            ? refusal.ToProblem()
            : TypedResults.Ok(CertificateView.Of(changed.File.Certificate!));
    }
}
