using Metropool.Intake.Editions;
using Metropool.Intake.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>Replicas of other services' data: events can arrive in any order and repeatedly.</summary>
public sealed class ConsumerTests(IntakeFixture intake)
{
    [Fact]
    public async Task An_older_version_of_an_edition_is_ignored()
    {
        var open = Some.OpenEdition();
        await intake.HandledAsync(open with { Version = 7, Name = "Nieuw", Status = EditionStatus.Released });

        await intake.HandledAsync(open with { Version = 6, Name = "Oud" });

        var edition = await EditionAsync(open.EditionId);
        Assert.Equal((7L, "Nieuw", EditionStatus.Released), (edition.Version, edition.Name, edition.Status));
    }

    [Fact]
    public async Task An_edition_that_is_received_twice_is_stored_once()
    {
        var open = Some.OpenEdition();

        await Task.WhenAll(intake.HandledAsync(open), intake.HandledAsync(open), intake.HandledAsync(open with { Version = 3, Name = "Drie" }));

        var edition = await EditionAsync(open.EditionId);
        Assert.Equal((3L, "Drie", 4), (edition.Version, edition.Name, edition.Team.Count));
        Assert.Equal(1, await intake.CountAsync<EditionTerms>(terms => terms.EditionId == open.EditionId));
    }

    [Fact]
    public async Task An_edition_starts_with_the_default_terms_and_keeps_changed_terms()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var before = await scenario.TermsAsync();
        Assert.Equal(
            (25, 12, "1795000", "true"),
            (before.Number("capacity"), before.Number("minimumGroup"), before.Text("priceInCents"), before.Text("priceIsStated")));

        await scenario.SetTermsAsync(18, priceInCents: 1_500_000);
        await scenario.ChangeAsync(edition => edition with { Name = "Anders" });

        var after = await scenario.TermsAsync();
        Assert.Equal((18, "1500000", "false"), (after.Number("capacity"), after.Text("priceInCents"), after.Text("priceIsStated")));
    }

    [Fact]
    public async Task Versions_of_an_interview_can_arrive_in_any_order_and_repeatedly()
    {
        var candidate = await (await Scenario.CreateAsync(intake)).SubmittedAsync();
        var booked = candidate.InterviewWith();
        var moved = booked with { Version = 2, StartsAt = booked.StartsAt.AddHours(1), EndsAt = booked.EndsAt.AddHours(1) };

        await intake.HandledAsync(moved);
        await intake.HandledAsync(booked);
        await intake.HandledAsync(moved);

        Assert.Equal("2025-09-12T08:00:00Z", await candidate.TextAsync("interview.startsAt"));
        Assert.Equal(["started", "submitted", "interviewBooked"], await candidate.HistoryKindsAsync());
    }

    [Theory]
    [InlineData(InterviewKind.Intake, true)]
    [InlineData(InterviewKind.Development, false)]
    public async Task Intake_interviews_are_stored_also_of_an_unknown_application_and_other_interviews_are_not(InterviewKind kind, bool isStored)
    {
        var interview = kind == InterviewKind.Intake
            ? Some.Interview(kind, Some.Id(), Some.Id(), Some.Team(), applicationId: Some.Id())
            : Some.Interview(kind, Some.Id(), Some.Id(), Some.Team(), participationId: Some.Id());

        await intake.HandledAsync(interview);

        Assert.Equal(isStored, await intake.InDatabase(async db => await db.Interviews.FindAsync(interview.InterviewId)) is not null);
    }

    [Fact]
    public async Task An_older_version_of_an_organisation_or_participation_is_ignored()
    {
        var organisation = Some.Organisation(name: "Oud");
        await intake.HandledAsync(organisation with { Version = 2, Name = "Nieuw" });
        await intake.HandledAsync(organisation);
        var participation = Some.Participation(Some.Id());
        await intake.HandledAsync(participation with { Version = 2, Status = ParticipationStatus.Ended });
        await intake.HandledAsync(participation);

        Assert.Equal("Nieuw", await intake.InDatabase(async db => (await db.Organisations.SingleAsync(o => o.Id == organisation.OrganisationId)).Name));
        Assert.Equal(
            ParticipationStatus.Ended,
            await intake.InDatabase(async db => (await db.Participations.SingleAsync(p => p.Id == participation.ParticipationId)).Status));
    }

    private Task<Edition> EditionAsync(Guid id) => intake.InDatabase(db => db.Editions.AsNoTracking().SingleAsync(edition => edition.Id == id));
}
