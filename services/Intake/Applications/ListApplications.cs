using System.ComponentModel;
using Metropool.Contracts.Intake;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal static class ListApplications
{
    public static async Task<Results<Ok<Page<ApplicationSummary>>, ProblemHttpResult>> HandleAsync(
        [Description("Of this edition. Without it: of every edition whose dean, programme manager or project manager you are.")] Guid? editionId,
        [Description("Only those that stand there.")] ApplicationStatus? status,
        [Description("Only those that await this.")] Awaited? awaits,
        [Description("Only those with whose interview it stands so.")] InterviewStanding? interview,
        [Description("Only those whose employer, the last that is known, is this organisation.")] Guid? organisationId,
        [Description("Only those whose last employer is connected to an organisation (true), or known by name only (false).")] bool? employerConnected,
        [Description("Only those in whose interview this person sits or sat.")] Guid? panelMemberId,
        [Description("In the order of starting unless given. What moves on while you read a list by waiting may come twice.")] WorkListOrder? order,
        [AsParameters] Paging paging,
        Caller caller,
        IntakeDbContext db,
        ProgrammeClock clock,
        CancellationToken cancellationToken)
    {
        var filter = new WorkListFilter
        {
            EditionId = editionId,
            Status = status,
            Awaits = awaits,
            Interview = interview,
            OrganisationId = organisationId,
            EmployerConnected = employerConnected,
            PanelMemberId = panelMemberId,
        };
        await using var planned = await db.BeginWithCustomPlansAsync(cancellationToken);
        if (await db.WorkListAsync(filter, caller, clock.Today, cancellationToken) is not { } applications)
        {
            return Refusals.EditionUnknown.ToProblem();
        }

        var ordered = await applications.InOrderAsync(order ?? WorkListOrder.Started, paging.IdBefore(), db, cancellationToken);
        return TypedResults.Ok(paging.PageOf(await ordered.Take(paging.Size + 1).Summarised(db, clock.Today).ToListAsync(cancellationToken), a => [a.Id]));
    }
}
