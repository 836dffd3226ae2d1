using System.Text.Json;
using Metropool.Mail;

namespace Metropool.Intake.Tests;

/// <summary>Any address can be entered, so that mail contains fixed texts with the names of the candidate and the employer only.</summary>
public sealed class MailContentTests(IntakeFixture intake)
{
    // The fields that a mail may contain.
    private static readonly HashSet<string> Names =
    [
        "StartApplication.name.callName", "StartApplication.name.prefix", "StartApplication.name.surname", "StartApplication.employer.name",
        "ChangeApplication.name.callName", "ChangeApplication.name.prefix", "ChangeApplication.name.surname", "ChangeApplication.employer.name",
        "ChangeEmployer.name", "CorrectName.callName", "CorrectName.prefix", "CorrectName.surname",
        "Nominate.callName", "Nominate.prefix", "Nominate.surname",
        "form.CallName", "form.Prefix", "form.Surname",
    ];

    [Fact]
    public async Task A_mail_contains_no_user_input_except_names_of_candidate_and_employer()
    {
        var scenario = await Scenario.CreateAsync(intake, capacity: 1);
        await scenario.SetTermsAsync(1, successorsUntil: "2025-09-30");
        var marked = new MarkedTexts(await scenario.Manager.Get("/intake/v1/openapi.json").OkAsync());
        var (first, second, third, fourth) = (Mailbox.NewAddress(), Mailbox.NewAddress(), Mailbox.NewAddress(), Mailbox.NewAddress());
        var mails = new List<OutgoingMail>();

        // An employer without an account.
        var one = await scenario.DraftAsync(marked.Mark("StartApplication", scenario.ContentByName()));
        await one.ReplaceAsync(marked.Mark("ChangeApplication", scenario.ContentByName())).OkAsync();
        await one.SubmitAsync().OkAsync();
        await one.Client.PostAsync($"{one.Path}/employers", marked.Mark("ChangeEmployer", new() { ["from"] = "2025-09-01" })).OkAsync();
        await one.AskAsync(marked.Mark("RequestAgreement", new() { ["contactEmail"] = first })).OkAsync();
        await CollectAsync(first);

        // An employer with an account.
        var two = await scenario.SubmittedAsync();
        await two.Client.PutAsync($"{two.Path}/name", marked.Mark("CorrectName", [])).OkAsync();
        var refused = await two.AskedAsync();
        await scenario.Employer.PostAsync($"/intake/v1/agreements/{refused}/refusal", marked.Mark("RefuseAgreement", [])).OkAsync();
        await two.BookAsync();
        await two.RecordHeldAsync(scenario.Dean).OkAsync();
        await two.JudgeAsync(scenario.Manager, marked.Mark("WriteJudgement", JsonSerializer.SerializeToNode(Candidate.Judgement())!.AsObject())).OkAsync();
        await two.ConfirmAsync(scenario.Dean).OkAsync();
        var granted = await two.AskedAsync();
        var grant = await Candidate.GrantRequestAsync(scenario.Employer, granted);
        await scenario.Employer.PostAsync($"/intake/v1/agreements/{granted}/grant", marked.Mark("GrantAgreement", grant)).OkAsync();
        await scenario.Manager.PostAsync($"{two.Path}/decision", marked.Mark("DecideOnApplication", new() { ["outcome"] = "reject" })).OkAsync();
        await scenario.Dean.PostAsync($"{two.Path}/decision/revision", marked.Mark("ReviseDecision", new() { ["outcome"] = "admit" })).OkAsync();

        // The employer with an account nominates a successor.
        await two.WithdrawAsync().OkAsync();
        var held = await scenario.HeldPlaceIdAsync();
        var nomination = new JsonObject { ["editionId"] = scenario.EditionId, ["successionId"] = held, ["email"] = third };
        await scenario.Employer.PostAsync("/intake/v1/nominations", marked.Mark("Nominate", nomination)).OkAsync();
        await CollectAsync(third);
        await scenario.DeclineNominationAsync(third);
        await scenario.Manager.PostAsync($"{scenario.Path}/held-places/{held}/release", marked.Mark("ReleaseHeldPlace", [])).NoContentAsync();

        // An employer without an account agrees and names a successor on the pages.
        var three = await scenario.ConfirmedByNameAsync();
        await three.AskAsync(marked.Mark("RequestAgreement", new() { ["contactEmail"] = second })).OkAsync();
        await CollectAsync(second);
        await three.AgreeByLinkAsync(second);
        await three.DecideAsync(scenario.Manager, "admit").OkAsync();
        await three.WithdrawAsync().OkAsync();
        await CollectAsync(second);
        (string Name, string Value)[] successor =
        [
            ("code", await intake.CodeMailedAsync(second)), ("CallName", marked.Mark("form.CallName")), ("Prefix", marked.Mark("form.Prefix")),
            ("Surname", marked.Mark("form.Surname")), ("Function", marked.Mark("form.Function")), ("Email", fourth),
        ];
        Assert.Contains("Dank u wel", await intake.SendFormAsync("/intake/succession", OK, successor), StringComparison.Ordinal);
        await CollectAsync(fourth);
        await scenario.DeclineNominationAsync(fourth);
        await CollectAsync(second);
        await scenario.Manager.PostAsync("/intake/v1/applications/searches", marked.Mark("SearchApplications", [])).OkAsync();

        // Every operation with a free text was called.
        Assert.Equal([], marked.OperationsWithText.Except(marked.Operations));
        Assert.All(mails, mail => Assert.Equal([], marked.SourcesIn($"{mail.Subject}\n{mail.Text}").Except(Names)));
        Assert.All(mails, mail => Assert.Empty(marked.SourcesIn(mail.Subject!)));
        Assert.Contains(mails, mail => marked.SourcesIn(mail.Text!).Contains("ChangeEmployer.name"));
        await two.NotifiedAsync("Er is een besluit");
        Assert.All(
            intake.Events.Seen.Select(e => e switch
            {
                CandidateNotified notification => $"{notification.Subject}\n{notification.Text}",
                EmployerNotified notification => $"{notification.Subject}\n{notification.Text}",
                _ => "",
            }),
            text => Assert.Empty(marked.SourcesIn(text)));

        async Task CollectAsync(string email)
        {
            var found = await intake.MailedAsync(email);
            Assert.NotEmpty(found);
            mails.AddRange(found);
        }
    }
}
