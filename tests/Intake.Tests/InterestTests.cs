using Metropool.Intake.Interests;
using Metropool.Intake.Retention;
using Metropool.Mail.Links;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Intake.Tests;

/// <summary>Interest in an edition that isn't open yet: registration, notification and deletion of the address.</summary>
public sealed class InterestTests(IntakeFixture intake)
{
    [Fact]
    public async Task An_edition_is_public_after_it_is_announced()
    {
        var scenario = await DraftAsync(announced: false);
        Assert.DoesNotContain(scenario.EditionId, await AnnouncedAsync());
        await scenario.RegisterInterestAsync(Mailbox.NewAddress()).RefusedAsync(NotFound, "intake.edition-unknown");

        await scenario.AnnounceAsync();

        Assert.Contains(scenario.EditionId, await AnnouncedAsync());
    }

    [Fact]
    public async Task A_confirmed_address_is_notified_once_when_the_edition_opens()
    {
        var scenario = await DraftAsync();
        var address = await ConfirmedAsync(scenario);

        await OpenAsync(scenario);
        await scenario.ChangeAsync(edition => edition with { Name = "Metropool met een andere naam" });

        var notification = Assert.Single(await intake.MailedAsync(address), mail => mail.Kind == MailKinds.InterestNotification);
        Assert.Equal("Je kunt je aanmelden voor Metropool voorbeeld", notification.Subject);
        Assert.DoesNotContain(scenario.EditionId, await AnnouncedAsync());
    }

    [Fact]
    public async Task An_unconfirmed_address_is_not_notified()
    {
        var scenario = await DraftAsync();
        var address = Mailbox.NewAddress();
        await RegisteredAsync(scenario, address);

        await OpenAsync(scenario);

        Assert.DoesNotContain(await intake.MailedAsync(address), mail => mail.Kind == MailKinds.InterestNotification);
    }

    [Fact]
    public async Task A_confirmed_address_is_notified_when_the_edition_is_cancelled()
    {
        var scenario = await DraftAsync();
        var address = await ConfirmedAsync(scenario);

        await scenario.CancelAsync();

        Assert.Contains(await intake.MailedAsync(address), mail => mail.Subject!.EndsWith("gaat niet door", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Opening_the_link_changes_nothing_and_sending_the_form_deletes_the_address()
    {
        var scenario = await DraftAsync();
        var address = await ConfirmedAsync(scenario);
        var link = await intake.LinkMailedAsync(address, LinkKind.InterestRemoval.Path);

        Assert.Contains(address, WebUtility.HtmlDecode(await intake.OpenPageAsync(link)), StringComparison.Ordinal);
        Assert.True(await IsKnownAsync(address));

        await SendAsync(link);

        Assert.False(await IsKnownAsync(address));
        Assert.Empty(await intake.MailedAsync(address));
        Assert.Equal(0, await intake.CountAsync<OneTimeLink>(mailed => mailed.Email == address));
        // A second time gives the same answer.
        await SendAsync(link);
    }

    [Fact]
    public async Task A_link_confirms_once_and_an_unknown_link_is_refused()
    {
        var scenario = await DraftAsync();
        var address = Mailbox.NewAddress();
        await RegisteredAsync(scenario, address);
        var link = await intake.LinkMailedAsync(address, LinkKind.InterestConfirmation.Path);

        await SendAsync($"{LinkKind.InterestConfirmation.Path}?code=invented", BadRequest);
        await SendAsync(link);
        await SendAsync(link, BadRequest);
    }

    [Fact]
    public async Task A_known_address_gets_the_same_answer_and_at_most_five_mails_an_hour()
    {
        var scenario = await DraftAsync();
        var address = await ConfirmedAsync(scenario);

        for (var time = 0; time < 6; time++)
        {
            await RegisteredAsync(scenario, address.ToUpperInvariant());
        }

        Assert.Equal(5, (await intake.MailedAsync(address)).Count);
        Assert.Equal(1, await intake.CountAsync<Interest>(interest => interest.EditionId == scenario.EditionId));
    }

    [Fact]
    public async Task Four_requests_at_once_register_one_interest()
    {
        var scenario = await DraftAsync();
        var address = Mailbox.NewAddress();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RegisteredAsync(scenario, address)));

        Assert.Equal(1, await intake.CountAsync<Interest>(interest => interest.EditionId == scenario.EditionId));
    }

    [Theory]
    [InlineData("geen adres")]
    [InlineData("twee@voorbeeld.example, drie@voorbeeld.example")]
    [InlineData("<b>@voorbeeld.example")]
    public async Task An_invalid_address_is_refused(string text)
    {
        var scenario = await DraftAsync();

        var problem = await scenario.RegisterInterestAsync(text).RefusedAsync(BadRequest, "request.invalid");

        Assert.Equal(["not-allowed"], problem.Each("errors", "code"));
    }

    [Fact]
    public async Task An_interest_in_an_open_edition_is_refused()
    {
        var scenario = await Scenario.CreateAsync(intake);

        await scenario.RegisterInterestAsync(Mailbox.NewAddress()).RefusedAsync(Conflict, "intake.edition-not-announced");
    }

    [Theory]
    [InlineData(6, false, false, true)]
    [InlineData(8, false, false, false)]
    [InlineData(360, true, false, true)]
    [InlineData(366, true, false, false)]
    [InlineData(27, true, true, true)]
    [InlineData(29, true, true, false)]
    public async Task An_address_is_deleted_after_its_retention_period(int days, bool confirmed, bool notified, bool known)
    {
        var scenario = await DraftAsync();
        var address = confirmed ? await ConfirmedAsync(scenario) : Mailbox.NewAddress();
        if (!confirmed)
        {
            await RegisteredAsync(scenario, address);
        }

        if (notified)
        {
            await OpenAsync(scenario);
        }

        // Running it again changes nothing.
        for (var time = 0; time < 2; time++)
        {
            var later = new LaterTime(TimeSpan.FromDays(days));
            await intake.InScope(
                services => ActivatorUtilities.CreateInstance<ExpiredDataCleanupJob>(services, later).RunAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(known, await IsKnownAsync(address));
    }

    private async Task<Scenario> DraftAsync(bool announced = true)
    {
        var scenario = await Scenario.CreateAsync(intake, status: EditionStatus.Draft);
        if (announced)
        {
            await scenario.AnnounceAsync();
        }

        return scenario;
    }

    private static Task OpenAsync(Scenario scenario) => scenario.ChangeAsync(edition => edition with { Status = EditionStatus.Open });

    /// <summary>Registers and confirms an address.</summary>
    private async Task<string> ConfirmedAsync(Scenario scenario)
    {
        var address = Mailbox.NewAddress();
        await RegisteredAsync(scenario, address);
        await SendAsync(await intake.LinkMailedAsync(address, LinkKind.InterestConfirmation.Path));
        return address;
    }

    private static async Task RegisteredAsync(Scenario scenario, string address) =>
        Assert.Equal(Accepted, await scenario.RegisterInterestAsync(address).Status());

    private async Task<IEnumerable<Guid>> AnnouncedAsync() => (await intake.ClientFor(TestCaller.Anonymous).ItemsAsync("/intake/v1/announced-editions")).Ids();

    private async Task<bool> IsKnownAsync(string address) => await intake.CountAsync<Interest>(interest => interest.Email == address) > 0;

    private Task<string> SendAsync(string link, HttpStatusCode status = OK) => intake.SendFormAsync(link.Split('?')[0], status, ("code", link.Code()));

    private sealed class LaterTime(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + later;
    }
}
