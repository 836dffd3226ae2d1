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
        Guid id, HandOutCertificateRequest request, IfMatch ifMatch, Caller caller, FileCabinet cabinet, ProgrammeClock clock, CancellationToken cancellationToken)
    {
        if (await cabinet.TakeAsync(id, caller, Texts.None, cancellationToken) is not { } file)
        {
            return Refusals.FileUnknown.ToProblem();
        }

        var mismatch = file.Certificate is { } known ? ifMatch.Mismatch(CertificateView.Of(known)) : null;
        var edition = await cabinet.ProgressOfAsync(file, cancellationToken);
        if (file.HandOut(caller.PersonId!.Value, request.HandedOutOn, edition.Edition, clock.GetUtcNow()).IsRefused(out var refusal, out var certificate))
        {
            return refusal.ToProblem();
        }

        // Who may not do it, or for whom there is no certificate, is told so first, whatever version they named. Nothing is saved yet.
        if (mismatch is not null)
        {
            return mismatch.ToProblem();
        }

        await cabinet.PutBackAsync(file, null, edition, cancellationToken);
        return TypedResults.Ok(CertificateView.Of(certificate));
    }
}
