namespace Metropool.Intake.Tests;

/// <summary>The editions for which an employer can nominate.</summary>
public sealed class EmployerEditionTests(IntakeFixture intake)
{
    [Fact]
    public async Task A_client_reads_the_terms_of_open_editions_without_their_capacity()
    {
        var scenario = await Scenario.CreateAsync(intake);
        await scenario.SetTermsAsync(7, priceInCents: 1_000_00, successorsUntil: "2025-10-31");

        var edition = (await ReadAsync(scenario))!.AsObject();

        Assert.Equal(
            ["availability", "endsOn", "id", "intakeDays", "name", "startsOn", "successorsUntil", "terms", "termsVersion", "time"],
            edition.Select(field => field.Key).Order());
        Assert.Equal(
            ("open", 1_000_00, "2025-10-31", 160),
            (edition.Text("availability"), edition.Number("terms.priceInCents"), edition.Text("successorsUntil"), edition.Number("time.internshipHours")));
        Assert.NotEmpty(edition.Items("intakeDays"));
        // The terms are those of the agreement.
        var asked = await scenario.Employer.FetchAgreementAsync(await (await scenario.SubmittedAsync()).AskedAsync()).OkAsync();
        Assert.True(JsonNode.DeepEquals(asked.At("terms"), edition.At("terms")), edition.ToJsonString());
        Assert.Equal(asked.Number("termsVersion"), edition.Number("termsVersion"));
    }

    [Fact]
    public async Task An_announced_edition_shows_public_data_only_and_a_draft_is_hidden()
    {
        var scenario = await Scenario.CreateAsync(intake, status: EditionStatus.Draft);
        Assert.Null(await ReadAsync(scenario));

        await scenario.PutTermsAsync(7, priceInCents: 1_000_00, announced: true).OkAsync();

        var announced = (await ReadAsync(scenario))!;
        Assert.Equal(("announced", null, null), (announced.Text("availability"), announced.Text("terms"), announced.Text("termsVersion")));
        Assert.Empty(announced.Items("intakeDays"));
    }

    [Fact]
    public async Task Editions_that_are_cancelled_or_have_begun_are_not_listed()
    {
        var (cancelled, begun) = (await Scenario.CreateAsync(intake), await Scenario.CreateAsync(intake));
        await cancelled.CancelAsync();
        await begun.ChangeAsync(edition => edition with { StartsOn = Contracts.PartialDate.Of(new DateOnly(2025, 9, 12)) });

        Assert.Null(await ReadAsync(cancelled));
        Assert.Null(await ReadAsync(begun));
    }

    private static async Task<JsonNode?> ReadAsync(Scenario scenario) =>
        (await scenario.Employer.ItemsAsync("/intake/v1/employer/editions")).SingleOrDefault(edition => edition.Id() == scenario.EditionId);
}
