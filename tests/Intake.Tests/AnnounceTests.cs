namespace Metropool.Intake.Tests;

public sealed class AnnounceTests(IntakeFixture intake)
{
    [Fact]
    public async Task Announce_publishes_every_application_except_drafts_again()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var (draft, submitted, admitted) = (await scenario.DraftAsync(), await scenario.SubmittedAsync(), await scenario.AdmittedAsync());
        var published = await admitted.PublishedAsync(ApplicationChange.Admitted);
        await submitted.PublishedAsync(ApplicationChange.Submitted);
        Assert.DoesNotContain([.. submitted.Published, .. admitted.Published], IsAnnounced);

        await intake.RunCommandAsync("announce");

        await submitted.PublishedAsync(IsAnnounced);
        var announced = await admitted.PublishedAsync(IsAnnounced);
        Assert.Equal(
            (published.Version, published.OccurredAt, published.Status, published.Admission!.CertificateName),
            (announced.Version, announced.OccurredAt, announced.Status, announced.Admission!.CertificateName));
        Assert.Single(admitted.Published, IsAnnounced);
        Assert.Empty(draft.Published);
    }

    private static bool IsAnnounced(ApplicationChanged e) =>
        e is { Change: ApplicationChange.Updated, Status: ApplicationStatus.Submitted or ApplicationStatus.Admitted };
}
