using System.Text.Json;
using System.Text.Json.Nodes;
using Metropool.Contracts.Intake;
using Metropool.Mail;
using Metropool.Testing;

namespace Metropool.Intake.Tests;

/// <summary>Anybody can type an address: what is mailed to it are our own words, with the names of the candidate and the employer.</summary>
public sealed class MailWordsTests(IntakeFixture intake)
{
    // What a mail to a typed address may repeat.
    private static readonly HashSet<string> Names =
    [
        "StartApplication.name.callName", "StartApplication.name.prefix", "StartApplication.name.surname", "StartApplication.employer.name",
        "ChangeApplication.name.callName", "ChangeApplication.name.prefix", "ChangeApplication.name.surname", "ChangeApplication.employer.name",
        "ChangeEmployer.name", "CorrectName.callName", "CorrectName.prefix", "CorrectName.surname",
        "Nominate.callName", "Nominate.prefix", "Nominate.surname",
        "form.CallName", "form.Prefix", "form.Surname",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_mail_carries_a_text_of_a_user_but_the_names_of_the_candidate_and_the_employer()
    {
        var scene = await Scene.OpenAsync(intake, capacity: 1);
        await scene.SetTermsAsync(1, successorsUntil: "2025-09-30");
        var marked = new MarkedTexts((await JsonNode.ParseAsync(await scene.Manager.GetStreamAsync("/intake/v1/openapi.json", Cancellation), cancellationToken: Cancellation))!);
        var (first, second, third, fourth) = (Address(), Address(), Address(), Address());
        var mails = new List<OutgoingMail>();

        // An employer without an account.
        var one = await scene.DraftAsync(marked.Mark("StartApplication", Candidate.Complete(scene.Edition.EditionId)));
        var content = Candidate.Complete(scene.Edition.EditionId);
        content.Remove("editionId");
        await one.Client.PutAsync(one.Path, marked.Mark("ChangeApplication", content)).OkAsync();
        await one.SubmitAsync().OkAsync();
        await one.Client.PostAsync($"{one.Path}/employers", marked.Mark("ChangeEmployer", new() { ["from"] = "2025-09-01" })).OkAsync();
        await one.AskAsync(marked.Mark("AskAgreement", new() { ["contactEmail"] = first })).OkAsync();
        await CollectAsync(first);

        // One with an account, which answers with it.
        var two = await scene.DraftAsync(Candidate.Complete(scene.Edition.EditionId, scene.EmployerId));
        await two.SubmitAsync().OkAsync();
        await two.Client.PutAsync($"{two.Path}/name", marked.Mark("CorrectName", [])).OkAsync();
        var refused = await two.AskedAsync();
        await scene.Employer.PostAsync($"/intake/v1/agreements/{refused}/refusal", marked.Mark("RefuseAgreement", [])).OkAsync();
        await two.BookAsync();
        await two.HeldAsync(scene.Dean).OkAsync();
        var judgement = JsonSerializer.SerializeToNode(Candidate.Judgement())!.AsObject();
        await two.JudgeAsync(scene.Manager, marked.Mark("WriteJudgement", judgement)).OkAsync();
        await two.ConfirmAsync(scene.Dean).OkAsync();
        var granted = await two.AskedAsync();
        await scene.Employer.PostAsync($"/intake/v1/agreements/{granted}/grant", marked.Mark("GrantAgreement", await Candidate.GrantAsync(scene.Employer, granted))).OkAsync();
        await scene.Manager.PostAsync($"{two.Path}/decision", marked.Mark("DecideOnApplication", new() { ["outcome"] = "reject" })).OkAsync();
        await scene.Dean.PostAsync($"{two.Path}/decision/revision", marked.Mark("ReviseDecision", new() { ["outcome"] = "admit" })).OkAsync();

        // The place is held, and offered to one whom the employer names, by the API.
        await two.WithdrawAsync().OkAsync();
        var held = Assert.Single(await scene.HeldPlacesAsync()).Id();
        await scene.Employer.PostAsync("/intake/v1/nominations", marked.Mark("Nominate", new() { ["editionId"] = scene.Edition.EditionId, ["successionId"] = held, ["email"] = third })).OkAsync();
        await CollectAsync(third);
        await DeclineAsync(third);
        await scene.Manager.PostAsync($"/intake/v1/editions/{scene.Edition.EditionId}/held-places/{held}/release", marked.Mark("ReleaseHeldPlace", [])).DoneAsync();

        // An employer without an account agrees and names a successor behind mailed links.
        var three = await scene.NotAgreedByNameAsync();
        await three.AskAsync(marked.Mark("AskAgreement", new() { ["contactEmail"] = second })).OkAsync();
        await CollectAsync(second);
        await three.AgreeByLinkAsync(await intake.LinkMailedAsync(second));
        await three.DecideAsync(scene.Manager, "admit").OkAsync();
        await three.WithdrawAsync().OkAsync();
        await CollectAsync(second);
        await NameOnPageAsync(await intake.LinkMailedAsync(second), fourth);
        await CollectAsync(fourth);
        await DeclineAsync(fourth);
        await CollectAsync(second);
        await scene.Manager.PostAsync("/intake/v1/applications/searches", marked.Mark("SearchApplications", [])).OkAsync();

        // Nothing that has a text is left out, nor will what is added be.
        Assert.Equal([], marked.OperationsWithText.Except(marked.Operations));
        Assert.All(mails, mail => Assert.Equal([], marked.SourcesIn($"{mail.Subject}\n{mail.Text}").Except(Names)));
        Assert.All(mails, mail => Assert.Empty(marked.SourcesIn(mail.Subject!)));
        Assert.Contains(mails, mail => marked.SourcesIn(mail.Text!).Contains("ChangeEmployer.name"));
        await intake.Events.PublishedAsync<CandidateNotified>(e => e.PersonId == two.PersonId && e.Subject.StartsWith("Er is een besluit", StringComparison.Ordinal));
        Assert.All(
            intake.Events.Seen.Select(e => e switch { CandidateNotified told => $"{told.Subject}\n{told.Text}", EmployerNotified told => $"{told.Subject}\n{told.Text}", _ => "" }),
            text => Assert.Empty(marked.SourcesIn(text)));

        async Task CollectAsync(string email)
        {
            var found = await intake.MailedAsync(email);
            Assert.NotEmpty(found);
            mails.AddRange(found);
        }

        async Task DeclineAsync(string email)
        {
            var code = (await intake.LinkMailedAsync(email)).Code();
            using var declined = await intake.ClientFor(TestCaller.Person(Some.Id())).PostAsync("/intake/v1/nominations/refusal", new { code });
            declined.EnsureSuccessStatusCode();
        }

        async Task NameOnPageAsync(string link, string email)
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["code"] = link.Code(),
                ["CallName"] = marked.Mark("form.CallName"),
                ["Prefix"] = marked.Mark("form.Prefix"),
                ["Surname"] = marked.Mark("form.Surname"),
                ["Function"] = marked.Mark("form.Function"),
                ["Email"] = email,
            });
            using var named = await intake.Application.CreateClient().PostAsync(new Uri(link.Split('?')[0], UriKind.Relative), form, Cancellation);
            Assert.Contains("Dank u wel", await named.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    private static string Address() => $"{Guid.NewGuid():N}@voorbeeld.example";
}
