using Metropool.Contracts.Scheduling;
using Metropool.Intake.Editions;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>Copies of what others own: neither order nor duplicates matter.</summary>
public sealed class ConsumerTests(IntakeFixture intake)
{
    [Fact]
    public async Task An_older_state_of_an_edition_that_comes_later_changes_nothing()
    {
        var open = Some.OpenEdition();
        await intake.HandledAsync(open with { Version = 7, Name = "Nieuw", Status = EditionStatus.Released });

        await intake.HandledAsync(open with { Version = 6, Name = "Oud" });

        var edition = await EditionAsync(open.EditionId);
        Assert.Equal((7L, "Nieuw", EditionStatus.Released), (edition.Version, edition.Name, edition.Status));
    }

    [Fact]
    public async Task A_state_of_an_edition_that_comes_twice_is_kept_once()
    {
        var open = Some.OpenEdition();

        await Task.WhenAll(intake.HandledAsync(open), intake.HandledAsync(open), intake.HandledAsync(open with { Version = 3, Name = "Drie" }));

        var edition = await EditionAsync(open.EditionId);
        Assert.Equal((3L, "Drie", 4), (edition.Version, edition.Name, edition.Team.Count));
        Assert.Equal(1, await intake.InDatabase<IntakeDbContext, int>(db => db.EditionTerms.CountAsync(terms => terms.EditionId == open.EditionId)));
    }

    [Fact]
    public async Task An_edition_begins_with_the_terms_of_the_settings_and_keeps_what_was_set()
    {
        var scene = await Scene.OpenAsync(intake);
        var before = await scene.Manager.FetchAsync($"/intake/v1/editions/{scene.Edition.EditionId}/terms").OkAsync();
        Assert.Equal((25, 12, "1795000", "true"), (before.Number("capacity"), before.Number("minimumGroup"), before.Text("priceInCents"), before.Text("priceIsStated")));

        await scene.SetTermsAsync(18, priceInCents: 1_500_000);
        await scene.ChangeAsync(edition => edition with { Name = "Anders" });

        var after = await scene.Manager.FetchAsync($"/intake/v1/editions/{scene.Edition.EditionId}/terms").OkAsync();
        Assert.Equal((18, "1500000", "false"), (after.Number("capacity"), after.Text("priceInCents"), after.Text("priceIsStated")));
    }

    [Fact]
    public async Task The_states_of_an_interview_may_come_in_any_order_and_more_than_once()
    {
        var scene = await Scene.OpenAsync(intake);
        var candidate = await scene.SubmittedAsync();
        var booked = Some.Interview(InterviewKind.Intake, scene.Edition.EditionId, candidate.PersonId, [scene.Role(TeamPart.Dean), scene.Role(TeamPart.ProgrammeManager)], candidate.ApplicationId);
        var moved = booked with { Version = 2, StartsAt = booked.StartsAt.AddHours(1), EndsAt = booked.EndsAt.AddHours(1) };

        await intake.HandledAsync(moved);
        await intake.HandledAsync(booked);
        await intake.HandledAsync(moved);

        Assert.Equal("2025-09-12T08:00:00Z", (await candidate.ReadAsync()).Text("interview.startsAt"));
        var lines = await candidate.Client.FetchAsync($"{candidate.Path}/history").OkAsync();
        Assert.Equal(["started", "submitted", "interviewBooked"], lines.At("items")!.AsArray().Select(line => line!.Text("what")!));
    }

    [Fact]
    public async Task An_interview_of_an_application_or_edition_that_is_not_known_is_kept()
    {
        var interview = Some.Interview(InterviewKind.Intake, Some.Id(), Some.Id(), Some.Team(), applicationId: Some.Id());

        await intake.HandledAsync(interview);

        Assert.NotNull(await intake.InDatabase<IntakeDbContext, object?>(async db => await db.Interviews.FindAsync(interview.InterviewId)));
    }

    [Fact]
    public async Task Interviews_of_participants_are_not_kept()
    {
        var interview = Some.Interview(InterviewKind.Development, Some.Id(), Some.Id(), Some.Team(), participationId: Some.Id());

        await intake.HandledAsync(interview);

        Assert.Null(await intake.InDatabase<IntakeDbContext, object?>(async db => await db.Interviews.FindAsync(interview.InterviewId)));
    }

    [Fact]
    public async Task An_older_state_of_an_organisation_or_participation_changes_nothing()
    {
        var organisation = Some.Organisation(name: "Oud");
        await intake.HandledAsync(organisation with { Version = 2, Name = "Nieuw" });
        await intake.HandledAsync(organisation);
        var participation = Some.Participation(Some.Id());
        await intake.HandledAsync(participation with { Version = 2, Status = ParticipationStatus.Ended });
        await intake.HandledAsync(participation);

        Assert.Equal("Nieuw", await intake.InDatabase<IntakeDbContext, string>(async db => (await db.Organisations.SingleAsync(o => o.Id == organisation.OrganisationId)).Name));
        Assert.Equal(
            ParticipationStatus.Ended,
            await intake.InDatabase<IntakeDbContext, ParticipationStatus>(async db => (await db.Participations.SingleAsync(p => p.Id == participation.ParticipationId)).Status));
    }

    private Task<Edition> EditionAsync(Guid id) => intake.InDatabase<IntakeDbContext, Edition>(db => db.Editions.AsNoTracking().SingleAsync(edition => edition.Id == id));
}
