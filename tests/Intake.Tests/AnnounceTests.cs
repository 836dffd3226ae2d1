using Metropool.Contracts.Intake;
using Metropool.Testing;

namespace Metropool.Intake.Tests;

public sealed class AnnounceTests(IntakeFixture intake)
{
    [Fact]
    public async Task The_state_of_every_application_that_others_know_is_announced_again()
    {
        var scene = await Scene.OpenAsync(intake);
        var (draft, submitted, admitted) = (await scene.DraftAsync(), await scene.SubmittedAsync(), await scene.AdmittedAsync());
        var told = await intake.Events.PublishedAsync<ParticipantAdmitted>(e => e.ApplicationId == admitted.ApplicationId);
        await intake.Events.PublishedAsync<ApplicationSubmitted>(e => e.ApplicationId == submitted.ApplicationId);
        int Heard(Candidate candidate, ApplicationStatus status) =>
            intake.Events.Seen.Count(e => e.GetType() == typeof(ApplicationChanged) && e is ApplicationChanged state && state.ApplicationId == candidate.ApplicationId && state.Status == status);
        // Until now under the name of what happened, and not as a mere state.
        Assert.Equal((0, 0), (Heard(admitted, ApplicationStatus.Admitted), Heard(submitted, ApplicationStatus.Submitted)));

        await intake.RunCommandAsync("announce");

        await Eventually.TrueAsync(() => Task.FromResult(Heard(admitted, ApplicationStatus.Admitted) == 1 && Heard(submitted, ApplicationStatus.Submitted) == 1), "they are told again");
        var again = intake.Events.Seen.OfType<ApplicationChanged>().Single(e => e.GetType() == typeof(ApplicationChanged) && e.Status == ApplicationStatus.Admitted && e.ApplicationId == admitted.ApplicationId);
        Assert.Equal(
            (told.Version, told.OccurredAt, told.Status, told.Admission!.CertificateName),
            (again.Version, again.OccurredAt, again.Status, again.Admission!.CertificateName));
        Assert.Equal(0, Heard(draft, ApplicationStatus.Draft));
    }
}
