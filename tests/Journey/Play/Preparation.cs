using System.Text.Json.Nodes;
using Metropool.Journey.Clients;

namespace Metropool.Journey.Play;

/// <summary>Editions with their teams, open for application.</summary>
internal sealed class Preparation(Stage stage, World world)
{
    private readonly SchedulingClient _scheduling = new(stage.Gateway);
    private readonly IntakeClient _intake = new(stage.Gateway);

    public async Task PlayAsync(JsonNode edition, CancellationToken cancellationToken)
    {
        await stage.StepAsync("Programme time moved to before the intake", token => world.Time.MoveToEveningAsync(world.Calendar.Before, "A demonstration begins", token), cancellationToken);
        await stage.StepAsync("Editions imported, teams appointed, opened", world.Cohorts, (cohort, token) => OpenAsync(cohort, edition, token), cancellationToken);
    }

    private async Task OpenAsync(Cohort cohort, JsonNode edition, CancellationToken cancellationToken)
    {
        var file = edition.DeepClone();
        file["name"] = cohort.Name;
        cohort.EditionId = (await _scheduling.ImportAsync(cohort.ProjectManager.Session, file, cancellationToken)).Id;
        await stage.MustBeRefusedAsync(
            "The role of dean, given to oneself in a draft (R46)",
            () => _scheduling.AppointAsync(cohort.ProjectManager.Session, cohort.EditionId, cohort.ProjectManager.PersonId, "dean", world.Calendar.Before, cancellationToken),
            "scheduling.own-role");
        foreach (var member in cohort.Team)
        {
            // An administrator appoints the first, and the dean the others.
            var by = member == cohort.Dean ? world.Administrator : cohort.Dean.Session;
            await _scheduling.AppointAsync(by, cohort.EditionId, member.PersonId, member.Part, world.Calendar.Before, cancellationToken);
        }

        await _scheduling.OpenAsync(cohort.ProgrammeManager.Session, cohort.EditionId, cancellationToken);
        await _intake.SetTermsAsync(cohort.ProgrammeManager.Session, cohort.EditionId, cohort.Everybody.Count, world.Calendar.Start, cancellationToken);
    }
}
