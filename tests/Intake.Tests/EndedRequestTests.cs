using Metropool.Mail.Links;

namespace Metropool.Intake.Tests;

/// <summary>Mail and links of requests and nominations that ended: a former employer isn't sent a name (R16).</summary>
public sealed class EndedRequestTests(IntakeFixture intake)
{
    [Theory]
    [InlineData("anotherEmployer")]
    [InlineData("withdrawn")]
    [InlineData("rejected")]
    [InlineData("cancelled")]
    [InlineData("connected")]
    public async Task R16_The_mail_and_the_link_of_a_request_that_ended_are_deleted(string end)
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        var candidate = await scenario.ConfirmedByNameAsync();
        var agreement = await candidate.AskedByMailAsync(email);
        Assert.Single(await intake.MailedAsync(email));

        switch (end)
        {
            case "anotherEmployer":
                await candidate.ChangeEmployerAsync().OkAsync();
                break;
            case "withdrawn":
                await candidate.WithdrawAsync().OkAsync();
                break;
            case "rejected":
                await candidate.DecideAsync(scenario.Dean, "reject").OkAsync();
                break;
            case "cancelled":
                await scenario.CancelAsync();
                break;
            default:
                await candidate.ConnectEmployerAsync(scenario.EmployerId).OkAsync();
                break;
        }

        Assert.Empty(await intake.MailedAsync(email));
        Assert.Equal(0, await OpenLinksAsync(agreement));
    }

    [Theory]
    [InlineData("waiver")]
    [InlineData("release")]
    [InlineData("cancelled")]
    public async Task The_mail_and_the_link_of_a_nomination_that_ended_are_deleted(string end)
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        await scenario.SetTermsAsync(1, successorsUntil: "2025-10-31");
        await (await scenario.AdmittedAsync()).WithdrawAsync().OkAsync();
        var place = await scenario.HeldPlaceIdAsync();
        var nomination = (await scenario.NominateAsync(email, place).OkAsync()).Id();
        Assert.Single(await intake.MailedAsync(email));

        switch (end)
        {
            case "waiver":
                await scenario.WaiveAsync(place).NoContentAsync();
                break;
            case "release":
                await scenario.ReleaseAsync(place).NoContentAsync();
                break;
            default:
                await scenario.CancelAsync();
                break;
        }

        Assert.Empty(await intake.MailedAsync(email));
        Assert.Equal(0, await OpenLinksAsync(nomination));
    }

    [Fact]
    public async Task The_mail_and_the_link_of_a_held_place_are_deleted_after_a_waiver()
    {
        var (scenario, email) = (await Scenario.CreateAsync(intake), Mailbox.NewAddress());
        await scenario.SetTermsAsync(1, successorsUntil: "2025-10-31");
        var candidate = await scenario.ConfirmedByNameAsync();
        await candidate.AgreedByMailAsync(email);
        await candidate.DecideAsync(scenario.Manager, "admit").OkAsync();
        await candidate.WithdrawAsync().OkAsync();
        var place = await scenario.HeldPlaceIdAsync();
        Assert.Contains(await intake.MailedAsync(email), mail => mail.DataSubjectId == place);

        await intake.SendFormAsync("/intake/succession/waiver", OK, ("code", await intake.CodeMailedAsync(email)));

        Assert.DoesNotContain(await intake.MailedAsync(email), mail => mail.DataSubjectId == place);
        Assert.Equal(0, await OpenLinksAsync(place));
    }

    private Task<int> OpenLinksAsync(Guid subjectId) => intake.CountAsync<OneTimeLink>(link => link.SubjectId == subjectId && link.UsedAt == null);
}
