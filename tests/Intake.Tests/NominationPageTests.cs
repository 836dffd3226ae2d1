namespace Metropool.Intake.Tests;

/// <summary>The pages behind mailed links on which a nominated person declines, and an employer without an account names a successor.</summary>
public sealed class NominationPageTests(IntakeFixture intake)
{
    [Fact]
    public async Task A_nominated_person_reads_the_nomination_and_can_decline_without_an_account()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        var id = (await scenario.NominateAsync(email).OkAsync()).Id();
        var link = await intake.LinkMailedAsync(email);

        // Opening it changes nothing, because a mail scanner opens it as well.
        await intake.OpenPageAsync(link);
        var page = await intake.OpenPageAsync(link);
        Assert.All(
            ["Voorbeeldgemeente", "Voorgedragen de Collega", link.Code(), "26 september 2025", "(26 oktober 2026 tot en met juni 2027)"],
            text => Assert.Contains(text, page, StringComparison.Ordinal));

        await intake.OpenPageAsync(link.Replace("/nomination?", "/nomination/refusal?", StringComparison.Ordinal));
        await intake.SendFormAsync("/intake/nomination/refusal", OK, ("code", link.Code()));
        Assert.Equal("declined", (await scenario.Employer.FetchNominationAsync(id).OkAsync()).Text("status"));
        await intake.SendFormAsync("/intake/nomination/refusal", BadRequest, ("code", link.Code()));
        await intake.OpenPageAsync(link, BadRequest);
    }

    [Fact]
    public async Task An_employer_without_an_account_names_another_successor_after_the_first_declines()
    {
        var (scenario, _, contact, link) = await HeldAsync();
        var page = await intake.OpenPageAsync(link);
        Assert.All(["Deelnemer van Voorbeeld", "Gemeente zonder account", "26 september 2025"], text => Assert.Contains(text, page, StringComparison.Ordinal));

        var (first, second) = (Mailbox.NewAddress(), Mailbox.NewAddress());
        await intake.SendFormAsync("/intake/succession", OK, Successor(link, first));
        Assert.Contains("heeft nog niet geantwoord", await intake.OpenPageAsync(link), StringComparison.Ordinal);
        await intake.SendFormAsync("/intake/nomination/refusal", OK, ("code", await intake.CodeMailedAsync(first)));

        // The employer gets a new link to name another successor.
        var next = await intake.LinkMailedAsync(contact);
        Assert.NotEqual(link, next);
        await intake.OpenPageAsync(link, BadRequest);
        await intake.SendFormAsync("/intake/succession", OK, Successor(next, second));
        var successor = await scenario.AcceptNominationAsync(second);
        var read = await successor.ReadAsync();
        Assert.Equal(("Gemeente zonder account", true), (read.Text("employers.0.name"), read.Flag("nomination.placeHeld")));
        Assert.Contains("heeft de voordracht aangenomen", await intake.OpenPageAsync(next), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invalid_input_is_shown_again_as_text_with_a_message_for_each_field()
    {
        var (_, _, _, link) = await HeldAsync();

        var answer = await intake.SendFormAsync(
            "/intake/succession", BadRequest, ("code", link.Code()), ("CallName", "<script>alert(1)</script>"), ("Surname", ""), ("Email", "iemand"));

        Assert.All(["#Surname", "#Email"], field => Assert.Contains($"href=\"{field}\"", answer, StringComparison.Ordinal));
        Assert.DoesNotContain("<script", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_employer_without_an_account_waives_the_place()
    {
        var (scenario, waiting, _, link) = await HeldAsync();
        var waiver = link.Replace("/succession?", "/succession/waiver?", StringComparison.Ordinal);
        Assert.Contains("niet terug te draaien", await intake.OpenPageAsync(waiver), StringComparison.Ordinal);

        await intake.SendFormAsync("/intake/succession/waiver", OK, ("code", link.Code()));

        Assert.Equal("open", await waiting.OfferAsync());
        Assert.Equal(["released"], await scenario.HeldPlaceStatesAsync());
        await intake.SendFormAsync("/intake/succession", BadRequest, Successor(link, Mailbox.NewAddress()));
    }

    /// <summary>A place that is held for an employer without an account, and the link that was mailed to it.</summary>
    private async Task<(Scenario Scenario, Candidate Waiting, string Contact, string Link)> HeldAsync()
    {
        var (scenario, contact) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        await scenario.SetTermsAsync(1, successorsUntil: "2025-10-31");
        var admitted = await scenario.ConfirmedByNameAsync();
        await admitted.AgreedByMailAsync(contact);
        await admitted.DecideAsync(scenario.Manager, "admit").OkAsync();
        var waiting = await scenario.WaitListedAsync();
        await admitted.WithdrawAsync().OkAsync();
        return (scenario, waiting, contact, await intake.LinkMailedAsync(contact));
    }

    private static (string Name, string Value)[] Successor(string link, string email) =>
        [("code", link.Code()), ("CallName", "Voorgedragen"), ("Prefix", ""), ("Surname", "Collega"), ("Function", ""), ("Email", email)];
}
