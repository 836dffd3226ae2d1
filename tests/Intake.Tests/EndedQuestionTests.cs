using Metropool.Mail.Links;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>Mail about a question or a nomination that has ended isn't sent any more, and its link is dead: a former employer is told no name (R16).</summary>
public sealed class EndedQuestionTests(IntakeFixture intake)
{
    [Theory]
    [InlineData("anotherEmployer")]
    [InlineData("withdrawn")]
    [InlineData("rejected")]
    [InlineData("cancelled")]
    [InlineData("connected")]
    public async Task A_question_that_ended_is_not_mailed_any_more(string way)
    {
        var (scene, email) = (await Scene.OpenAsync(intake), Address());
        var candidate = await scene.NotAgreedByNameAsync();
        var agreement = await candidate.AskedAsync(new { contactEmail = email });
        Assert.Single(await intake.MailedAsync(email));

        switch (way)
        {
            case "anotherEmployer":
                await candidate.Client.PostAsync($"{candidate.Path}/employers", new { name = "Andere gemeente", from = "2025-09-01" }).OkAsync();
                break;
            case "withdrawn":
                await candidate.WithdrawAsync().OkAsync();
                break;
            case "rejected":
                await candidate.DecideAsync(scene.Dean, "reject").OkAsync();
                break;
            case "cancelled":
                await scene.CancelAsync();
                break;
            default:
                await scene.Manager.PostAsync($"{candidate.Path}/employer-connection", new { organisationId = scene.EmployerId }).OkAsync();
                break;
        }

        Assert.Empty(await intake.MailedAsync(email));
        Assert.Equal(0, await OpenLinksAsync(agreement));
    }

    [Theory]
    [InlineData("waiver")]
    [InlineData("release")]
    [InlineData("cancelled")]
    public async Task A_nomination_that_ended_is_not_mailed_any_more(string way)
    {
        var (scene, email) = (await Scene.OpenAsync(intake), Address());
        await scene.SetTermsAsync(1, successorsUntil: "2025-10-31");
        await (await scene.AdmittedAsync()).WithdrawAsync().OkAsync();
        var place = (await scene.HeldPlacesAsync())[0].Id();
        var nomination = (await scene.NominateAsync(email, place).OkAsync()).Id();
        Assert.Single(await intake.MailedAsync(email));

        switch (way)
        {
            case "waiver":
                await scene.Employer.PostAsync($"/intake/v1/successions/{place}/waiver").DoneAsync();
                break;
            case "release":
                await scene.Manager
                    .PostAsync($"/intake/v1/editions/{scene.Edition.EditionId}/held-places/{place}/release", new { reason = "De groep begint morgen." }).DoneAsync();
                break;
            default:
                await scene.CancelAsync();
                break;
        }

        Assert.Empty(await intake.MailedAsync(email));
        Assert.Equal(0, await OpenLinksAsync(nomination));
    }

    [Fact]
    public async Task That_a_place_is_held_is_not_mailed_any_more_once_it_is_not()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), Address());
        await scene.SetTermsAsync(1, successorsUntil: "2025-10-31");
        var candidate = await scene.NotAgreedByNameAsync();
        await candidate.AskedAsync(new { contactEmail = email });
        await candidate.AgreeByLinkAsync(await intake.LinkMailedAsync(email));
        await candidate.DecideAsync(scene.Manager, "admit").OkAsync();
        await candidate.WithdrawAsync().OkAsync();
        var place = (await scene.HeldPlacesAsync())[0].Id();
        Assert.Contains(await intake.MailedAsync(email), mail => mail.DataSubjectId == place);

        using var form = new FormUrlEncodedContent([KeyValuePair.Create("code", (await intake.LinkMailedAsync(email)).Code())]);
        using var waived = await intake.PlainClientFor(TestCaller.Anonymous)
            .PostAsync(new Uri("/intake/succession/waiver", UriKind.Relative), form, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.OK, waived.StatusCode);
        Assert.DoesNotContain(await intake.MailedAsync(email), mail => mail.DataSubjectId == place);
        Assert.Equal(0, await OpenLinksAsync(place));
    }

    private static string Address() => $"{Guid.NewGuid():N}@voorbeeldgemeente.example";

    private Task<int> OpenLinksAsync(Guid subjectId) => intake.InDatabase<IntakeDbContext, int>(db =>
        db.Set<MailedLink>().CountAsync(link => link.SubjectId == subjectId && link.UsedAt == null, TestContext.Current.CancellationToken));
}
