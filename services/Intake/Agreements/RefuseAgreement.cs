using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Nominations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Intake.Agreements;

internal sealed record RefuseAgreementRequest
{
    [Required, MaxLength(Limits.Remark), Multiline]
    [Description("Why. The candidate, the dean and the programme manager can read it.")]
    public required string Reason { get; init; }

    [MaxLength(Limits.Reference)]
    [Description(ExternalReferences.Description)]
    public string? ExternalReference { get; init; }
}

internal static class RefuseAgreement
{
    public static Task<Results<Ok<AgreementDetail>, ProblemHttpResult>> HandleAsync(
        Guid id, RefuseAgreementRequest request, Caller caller, IntakeDbContext db, Answering answering, ProgrammeClock clock, CancellationToken cancellationToken) =>
        answering.AnswerAsync(
            id,
            db.AskedOf(caller, clock.Today),
            (application, _, _, now) => application.RefuseAgreement(id, request.Reason.Trim(), request.ExternalReference.Tidy(), caller.PersonId, now),
            cancellationToken);
}
