using System.Text.Json.Nodes;
using Metropool.Contracts.Scheduling;

namespace Metropool.Intake.Tests;

/// <summary>What a municipality's own system finds to nominate for.</summary>
public sealed class EmployerEditionTests(IntakeFixture intake)
{
    [Fact]
    public async Task A_client_reads_the_open_editions_with_what_it_would_agree_to_and_not_how_many_places_there_are()
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.SetTermsAsync(7, priceInCents: 1_000_00, successorsUntil: "2025-10-31");

        var edition = (await ReadAsync(scene))!.AsObject();

        Assert.Equal(["availability", "endsOn", "id", "intakeDays", "name", "startsOn", "successorsUntil", "terms", "termsVersion", "time"], edition.Select(field => field.Key).Order());
        Assert.Equal(("open", 1_000_00, "2025-10-31", 160), (edition.Text("availability"), edition.Number("terms.priceInCents"), edition.Text("successorsUntil"), edition.Number("time.internshipHours")));
        Assert.NotEmpty(edition.At("intakeDays")!.AsArray());
        // It is what the agreement asks for.
        var asked = await scene.Employer.FetchAsync($"/intake/v1/agreements/{await (await scene.SubmittedAsync()).AskedAsync()}").OkAsync();
        Assert.Equal((asked.At("terms")!.ToJsonString(), asked.Number("termsVersion")), (edition.At("terms")!.ToJsonString(), edition.Number("termsVersion")));
    }

    [Fact]
    public async Task An_announced_edition_shows_no_more_than_the_public_knows_and_a_draft_nothing()
    {
        var scene = await Scene.OpenAsync(intake, status: EditionStatus.Draft);
        Assert.Null(await ReadAsync(scene));

        await scene.Manager.PutAsync($"/intake/v1/editions/{scene.Edition.EditionId}/terms", new
        {
            capacity = 7, minimumGroup = 1, priceInCents = 1_000_00, hotelIncluded = true, vat = "exempt", announced = true, cancellation = Array.Empty<object>(),
        }).OkAsync();

        var announced = (await ReadAsync(scene))!;
        Assert.Equal(("announced", null, null), (announced.Text("availability"), announced.Text("terms"), announced.Text("termsVersion")));
        Assert.Empty(announced.At("intakeDays")!.AsArray());
    }

    [Fact]
    public async Task A_cancelled_edition_and_one_that_has_begun_are_not_listed()
    {
        var (cancelled, begun) = (await Scene.OpenAsync(intake), await Scene.OpenAsync(intake));
        await cancelled.CancelAsync();
        await begun.ChangeAsync(edition => edition with { StartsOn = Contracts.PartialDate.Of(new DateOnly(2025, 9, 12)) });

        Assert.Null(await ReadAsync(cancelled));
        Assert.Null(await ReadAsync(begun));
    }

    private static async Task<JsonNode?> ReadAsync(Scene scene) =>
        (await scene.Employer.FetchAsync("/intake/v1/employer/editions").OkAsync()).AsArray().SingleOrDefault(edition => edition!.Id() == scene.Edition.EditionId);
}
