using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Intake.Agreements;

/// <summary>The refusal of an employer.</summary>
internal sealed record RefuseAgreementRequest
{
    /// <summary>The reason. The candidate, the dean and the programme manager can read it.</summary>
    [Required, MaxLength(Limits.Remark), Multiline]
    public required string Reason { get; init; }

    /// <summary>Your own reference, such as a case number; see the nomination for its use.</summary>
    [MaxLength(Limits.Reference)]
    public string? ExternalReference { get; init; }
}

internal static class RefuseAgreement
{
    public static Task<Results<Ok<AgreementDetail>, ProblemHttpResult>> HandleAsync(
        Guid id,
        RefuseAgreementRequest request,
        Caller caller,
        IntakeDbContext db,
        AgreementResponses responses,
        ProgrammeClock clock,
        CancellationToken cancellationToken) => responses.RespondAsync(
            id,
            db.AgreementsVisibleTo(caller, clock.Today),
            (application, _, _, now) => application.RefuseAgreement(
                id, request.Reason.Trim(), request.ExternalReference.NormalizeOrNull(), caller.PersonId, now),
            cancellationToken);
}
