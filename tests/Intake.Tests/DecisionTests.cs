namespace Metropool.Intake.Tests;

/// <summary>Decisions (R9 to R12).</summary>
public sealed class DecisionTests(IntakeFixture intake)
{
    [Theory]
    [InlineData("admit")]
    [InlineData("waitList")]
    public async Task R10_An_admission_requires_an_interview_that_was_held(string outcome)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.BookedAsync();

        await candidate.DecideAsync(scenario.Dean, outcome).RefusedAsync(Conflict, "intake.interview-not-held");
    }

    [Fact]
    public async Task R10_A_candidate_who_missed_the_interview_can_be_rejected()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.BookedAsync();
        await candidate.ChangeInterviewAsync(InterviewStatus.Missed);

        await candidate.DecideAsync(scenario.Dean, "reject", "Niet verschenen.").OkAsync();

        Assert.Null((await candidate.PublishedAsync(ApplicationStatus.Rejected)).Admission);
    }

    [Fact]
    public async Task R12_A_decision_requires_a_judgement_of_all_three_criteria()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.HeldAsync();

        var problem = await candidate.DecideAsync(scenario.Dean, "admit").RefusedAsync(Conflict, "intake.criteria-not-judged");

        Assert.Equal(["learningWishes", "motivation", "capacities"], problem.Each("errors", "where"));
    }

    [Theory]
    [InlineData("admit")]
    [InlineData("waitList")]
    [InlineData("reject")]
    public async Task R11_A_decision_requires_a_confirmed_judgement(string outcome)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.JudgedAsync();

        await candidate.DecideAsync(scenario.Dean, outcome).RefusedAsync(Conflict, "intake.judgement-not-confirmed");
    }

    [Theory]
    [InlineData("reason", null)]
    [InlineData("reason", "   ")]
    [InlineData("outcome", "perhaps")]
    public async Task A_decision_has_a_known_outcome_and_a_reason(string field, string? value)
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.InterviewedAsync();

        var body = new Dictionary<string, string?> { ["outcome"] = "admit", ["reason"] = "Na het gesprek.", [field] = value };
        await scenario.Dean.PostAsync($"{candidate.Path}/decision", body).RefusedAsync(BadRequest, "request.invalid");
    }

    [Fact]
    public async Task A_notification_of_a_decision_does_not_reveal_it()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.InterviewedAsync();

        await candidate.DecideAsync(scenario.Dean, "reject", "Een reden.").OkAsync();

        var notification = await candidate.NotifiedAsync($"Er is een besluit over je aanmelding voor {scenario.Edition.Name}");
        Assert.DoesNotContain("reden.", notification.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_can_be_made_once()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.AdmittedAsync();

        await candidate.DecideAsync(scenario.Dean, "reject").RefusedAsync(Conflict, "intake.already-decided");
    }

    [Fact]
    public async Task A_cancelled_edition_admits_no_candidates()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var (candidate, rejected) = (await scenario.InterviewedAsync(), await scenario.RejectedAsync());
        await scenario.CancelAsync();

        await candidate.DecideAsync(scenario.Dean, "admit").RefusedAsync(Conflict, "intake.already-decided");
        await rejected.ReviseAsync(scenario.Dean, "admit", "Toch.").RefusedAsync(Conflict, "intake.edition-not-open");
    }

    [Fact]
    public async Task R9_The_price_is_fixed_at_admission()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var (early, late) = (await scenario.AdmittedAsync(), await scenario.InterviewedAsync());

        await scenario.SetTermsAsync(25, priceInCents: 2_000_000);
        await scenario.ChangeAsync(edition => edition with { StatedPriceInCents = 9_900_000 });
        await late.AgreedAsync();
        await late.DecideAsync(scenario.Dean, "admit").OkAsync();

        Assert.Equal(("1795000", "2000000"), (await early.TextAsync("terms.priceInCents"), await late.TextAsync("terms.priceInCents")));
    }

    [Fact]
    public async Task R9_The_cancellation_table_and_the_hotel_are_fixed_with_the_price()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.AdmittedAsync();
        await scenario.SetTermsAsync(25);

        var terms = (await candidate.ReadAsync()).At("terms")!;

        Assert.Equal(("true", "exempt"), (terms.Text("hotelIncluded"), terms.Text("vat")));
        Assert.Equal(
            [(56, 0), (28, 50), (0, 100)],
            terms.Items("cancellation").Select(step => (step.Number("untilDaysBeforeStart"), step.Number("chargePercentage"))));
    }

    [Fact]
    public async Task R9_An_admission_requires_a_price()
    {
        var scenario = await Scenario.CreateAsync(intake);
        var candidate = await scenario.InterviewedAsync();
        await scenario.ChangeAsync(edition => edition with { StatedPriceInCents = null });

        await candidate.DecideAsync(scenario.Dean, "admit").RefusedAsync(Conflict, "intake.price-unknown");
        await scenario.SetTermsAsync(25, priceInCents: 1_000_000);
        await candidate.DecideAsync(scenario.Dean, "admit").OkAsync();
    }
}
