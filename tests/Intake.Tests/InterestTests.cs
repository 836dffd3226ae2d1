using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Metropool.Contracts.Scheduling;
using Metropool.Intake.Interests;
using Metropool.Mail;
using Metropool.Mail.Links;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Intake.Tests;

/// <summary>Whoever waits for an edition to open leaves an address, is told, and is forgotten.</summary>
public sealed partial class InterestTests(IntakeFixture intake)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HttpClient Anybody => intake.ClientFor(TestCaller.Anonymous);

    [Fact]
    public async Task An_edition_that_is_not_open_is_public_once_it_is_announced()
    {
        var scene = await DraftAsync(announced: false);
        Assert.DoesNotContain(scene.Edition.EditionId, await AnnouncedAsync());
        await LeaveAsync(scene, Address()).RefusedAsync(HttpStatusCode.NotFound, "intake.edition-unknown");

        await AnnounceAsync(scene);

        Assert.Contains(scene.Edition.EditionId, await AnnouncedAsync());
    }

    [Fact]
    public async Task Whoever_confirms_is_told_once_when_the_edition_opens()
    {
        var scene = await DraftAsync();
        var address = await InterestedAsync(scene);

        await OpenAsync(scene);
        await scene.ChangeAsync(edition => edition with { Name = "Metropool met een andere naam" });

        var told = Assert.Single(await MailsAsync(address), mail => mail.Kind == MailKinds.InterestNews);
        Assert.Equal($"Je kunt je aanmelden voor {scene.Edition.Name}", told.Subject!.Replace("Metropool voorbeeld", scene.Edition.Name, StringComparison.Ordinal));
        Assert.DoesNotContain(scene.Edition.EditionId, await AnnouncedAsync());
    }

    [Fact]
    public async Task Whoever_does_not_confirm_is_told_nothing()
    {
        var scene = await DraftAsync();
        var address = Address();
        await AcceptedAsync(LeaveAsync(scene, address));

        await OpenAsync(scene);

        Assert.DoesNotContain(await MailsAsync(address), mail => mail.Kind == MailKinds.InterestNews);
    }

    [Fact]
    public async Task Whoever_waits_is_told_that_the_edition_is_off()
    {
        var scene = await DraftAsync();
        var address = await InterestedAsync(scene);

        await scene.ChangeAsync(edition => edition with { Status = EditionStatus.Cancelled });

        Assert.Contains(await MailsAsync(address), mail => mail.Subject!.EndsWith("gaat niet door", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Opening_the_link_changes_nothing_and_sending_its_form_forgets_at_once()
    {
        var scene = await DraftAsync();
        var address = await InterestedAsync(scene);
        var link = LinkIn(await LastMailAsync(address), InterestPages.ForgetPath);

        using var page = await Anybody.GetAsync(link, Cancellation);
        Assert.Contains(address, WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Cancellation)), StringComparison.Ordinal);
        Assert.True(await IsKnownAsync(address));

        using var forgotten = await SendAsync(link);

        Assert.Equal(HttpStatusCode.OK, forgotten.StatusCode);
        Assert.False(await IsKnownAsync(address));
        Assert.Empty(await MailsAsync(address));
        Assert.False(await intake.InDatabase(async (IntakeDbContext db) => await db.Set<MailedLink>().AnyAsync(l => l.Email == address, Cancellation)));

        // Twice is told the same.
        using var again = await SendAsync(link);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task A_link_confirms_once_and_an_invented_one_never()
    {
        var scene = await DraftAsync();
        var address = Address();
        await AcceptedAsync(LeaveAsync(scene, address));
        var link = LinkIn(await LastMailAsync(address), InterestPages.ConfirmPath);

        using var invented = await SendAsync($"{InterestPages.ConfirmPath}?code=invented");
        using var first = await SendAsync(link);
        using var second = await SendAsync(link);

        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.BadRequest], ((HttpResponseMessage[])[invented, first, second]).Select(answer => answer.StatusCode));
    }

    [Fact]
    public async Task The_answer_is_the_same_for_an_address_that_is_known_however_it_is_written_and_one_address_gets_five_messages_an_hour()
    {
        var scene = await DraftAsync();
        var address = await InterestedAsync(scene);

        for (var time = 0; time < 6; time++)
        {
            await AcceptedAsync(LeaveAsync(scene, address.ToUpperInvariant()));
        }

        Assert.Equal(5, (await MailsAsync(address)).Count);
        Assert.Equal(1, await intake.InDatabase(async (IntakeDbContext db) => await db.Interests.CountAsync(i => i.EditionId == scene.Edition.EditionId, Cancellation)));
    }

    [Fact]
    public async Task Of_two_requests_at_the_same_moment_one_interest_comes()
    {
        var scene = await DraftAsync();
        var address = Address();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AcceptedAsync(LeaveAsync(scene, address))));

        Assert.Equal(1, await intake.InDatabase(async (IntakeDbContext db) => await db.Interests.CountAsync(i => i.EditionId == scene.Edition.EditionId, Cancellation)));
    }

    [Theory]
    [InlineData("geen adres")]
    [InlineData("twee@voorbeeld.example, drie@voorbeeld.example")]
    [InlineData("<b>@voorbeeld.example")]
    public async Task What_is_no_address_is_refused(string text)
    {
        var scene = await DraftAsync();

        var problem = await LeaveAsync(scene, text).RefusedAsync(HttpStatusCode.BadRequest, "request.invalid");

        Assert.Equal(["not-allowed"], problem.Each("errors", "code"));
    }

    [Fact]
    public async Task An_edition_that_is_open_is_not_waited_for()
    {
        var scene = await Scene.OpenAsync(intake);

        await LeaveAsync(scene, Address()).RefusedAsync(HttpStatusCode.Conflict, "intake.edition-not-announced");
    }

    [Theory]
    [InlineData(6, false, false, true)]
    [InlineData(8, false, false, false)]
    [InlineData(360, true, false, true)]
    [InlineData(366, true, false, false)]
    [InlineData(27, true, true, true)]
    [InlineData(29, true, true, false)]
    public async Task An_address_is_forgotten_after_its_time(int days, bool confirmed, bool told, bool known)
    {
        var scene = await DraftAsync();
        var address = confirmed ? await InterestedAsync(scene) : Address();
        if (!confirmed)
        {
            await AcceptedAsync(LeaveAsync(scene, address));
        }

        if (told)
        {
            await OpenAsync(scene);
        }

        // Twice does no harm.
        for (var time = 0; time < 2; time++)
        {
            await using var scope = intake.Application.Services.CreateAsyncScope();
            await ActivatorUtilities.CreateInstance<InterestNews>(scope.ServiceProvider, new LaterTime(TimeSpan.FromDays(days))).ForgetAsync(Cancellation);
        }

        Assert.Equal(known, await IsKnownAsync(address));
    }

    private static string Address() => $"{Guid.NewGuid():N}@voorbeeld.example";

    private async Task<Scene> DraftAsync(bool announced = true)
    {
        var scene = await Scene.OpenAsync(intake, status: EditionStatus.Draft);
        if (announced)
        {
            await AnnounceAsync(scene);
        }

        return scene;
    }

    private static Task<JsonNode> AnnounceAsync(Scene scene) => scene.Manager.PutAsync($"/intake/v1/editions/{scene.Edition.EditionId}/terms", new
    {
        capacity = 25,
        minimumGroup = 1,
        hotelIncluded = true,
        vat = "exempt",
        cancellation = Array.Empty<object>(),
        announced = true,
    }).OkAsync();

    private static Task OpenAsync(Scene scene) => scene.ChangeAsync(edition => edition with { Status = EditionStatus.Open });

    private async Task<string> InterestedAsync(Scene scene)
    {
        var address = Address();
        await AcceptedAsync(LeaveAsync(scene, address));
        using var confirmed = await SendAsync(LinkIn(await LastMailAsync(address), InterestPages.ConfirmPath));
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        return address;
    }

    private Task<HttpResponseMessage> LeaveAsync(Scene scene, string email) => Anybody.PostAsync($"/intake/v1/editions/{scene.Edition.EditionId}/interests", new { email });

    private static async Task AcceptedAsync(Task<HttpResponseMessage> asking)
    {
        using var answer = await asking;
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private async Task<IEnumerable<Guid>> AnnouncedAsync() => (await Anybody.FetchAsync("/intake/v1/announced-editions").OkAsync()).AsArray().Select(edition => edition!.Id());

    // There is no mail server here: what is written stays in the table.
    private Task<List<OutgoingMail>> MailsAsync(string address) => intake.InDatabase(async (IntakeDbContext db) =>
        await db.Set<OutgoingMail>().AsNoTracking().Where(mail => mail.Recipient == address).OrderBy(mail => mail.MailId).ToListAsync(Cancellation));

    private async Task<OutgoingMail> LastMailAsync(string address) => (await MailsAsync(address))[^1];

    private Task<bool> IsKnownAsync(string address) => intake.InDatabase(async (IntakeDbContext db) => await db.Interests.AnyAsync(i => i.Email == address, Cancellation));

    private async Task<HttpResponseMessage> SendAsync(string link)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("code", link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..])]);
        return await Anybody.PostAsync(new Uri(link.Split('?')[0], UriKind.Relative), form, Cancellation);
    }

    private static string LinkIn(OutgoingMail mail, string path) =>
        Link().Matches(mail.Text!).Select(match => new Uri(match.Value).PathAndQuery).Single(link => link.StartsWith(path + "?", StringComparison.Ordinal));

    [GeneratedRegex(@"https?://\S+\?code=\S+")]
    private static partial Regex Link();

    private sealed class LaterTime(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + later;
    }
}
