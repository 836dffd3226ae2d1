using Metropool.Journey.Clients;
using Metropool.Journey.Scenarios;

namespace Metropool.Journey.Steps;

/// <summary>Issues the certificates, and verifies them without signing in (R40).</summary>
internal sealed class CertificateSteps(StepRunner runner, Scenario scenario)
{
    private readonly SchedulingClient _scheduling = new(runner.Gateway);
    private readonly AssessmentClient _assessment = new(runner.Gateway);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var awardedOn = scenario.Calendar.ClosingEvent;
        await scenario.Time.MoveToEveningAsync(awardedOn, "Closing event", cancellationToken);
        await runner.RunAsync("All requirements met", scenario.Participants, WaitForRequirementsAsync, cancellationToken);
        await runner.RunAsync(
            "Certificates issued",
            scenario.Participants,
            (participant, token) => _assessment.IssueCertificateAsync(
                participant.Cohort.Dean.Session, participant.AssessmentId, awardedOn, token),
            cancellationToken);
        await runner.RunAsync("Certificates verified without signing in", scenario.Participants, VerifyAsync, cancellationToken);
        await runner.RunAsync("Participations completed", scenario.Cohorts, WaitForCompletionAsync, cancellationToken);
    }

    // The events of the last module may not have been handled yet.
    private Task WaitForRequirementsAsync(Participant participant, CancellationToken cancellationToken) => runner.Retry.WaitUntilNothingMissingAsync(
        "all requirements of the certificate",
        async token =>
        {
            var requirements = await _assessment.RequirementsAsync(participant.Session, participant.AssessmentId, token);
            return requirements.AllMet ? null : string.Join(", ", requirements.Items.Where(item => !item.Met).Select(item => item.Code));
        },
        cancellationToken);

    private async Task VerifyAsync(Participant participant, CancellationToken cancellationToken)
    {
        var certificate = await _assessment.CertificateAsync(participant.Session, participant.AssessmentId, cancellationToken);
        var verified = await _assessment.VerifyAsync(certificate.VerificationCode, cancellationToken)
            ?? throw new JourneyException($"Certificate {certificate.Number} is not found by its code.");
        if (!verified.Valid || verified.Number != certificate.Number || verified.Name != certificate.Name)
        {
            throw new JourneyException($"Certificate {certificate.Number} is verified as {verified}.");
        }

        participant.HasCertificate = true;
    }

    private Task WaitForCompletionAsync(Cohort cohort, CancellationToken cancellationToken) => runner.Retry.WaitForAsync(
        $"the completed participations of {cohort.Name} in Scheduling",
        async token =>
        {
            var completed = (await _scheduling.ParticipationsAsync(cohort.ProjectManager.Session, cohort.EditionId, token))
                .Where(participation => participation.Status == "completed")
                .Select(participation => participation.Id)
                .ToHashSet();
            return cohort.Participants.Where(participant => !participant.HasFailed).All(participant => completed.Contains(participant.ParticipationId));
        },
        cancellationToken);
}
