using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Metropool.Contracts.Identity;
using Metropool.Http;
using Metropool.Identity.Invitations;
using Metropool.Identity.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Metropool.Identity.Tests;

/// <summary>Administrators appoint and dismiss others, and never themselves.</summary>
public sealed class StaffTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_with_an_account_is_appointed_at_once_and_published()
    {
        var (email, personId) = await identity.RegisteredAsync();
        var api = await identity.ApiAsync("beheerder");

        var response = await api.PostAsJsonAsync("/identity/v1/staff", new { email = email.ToUpperInvariant(), role = "staff" }, Cancellation);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(personId, (await api.GetFromJsonAsync<StaffMemberSummary>(response.Headers.Location, Cancellation))!.PersonId);
        Assert.Equal((personId, null), (await AppointedAsync(response)) switch { var appointed => (appointed.PersonId, appointed.InvitationId) });
        Assert.True((await identity.Events.PublishedAsync<StaffChanged>(e => e.PersonId == personId)).Active);
        Assert.Contains(
            (await api.GetFromJsonAsync<Page<StaffMemberSummary>>("/identity/v1/staff", Cancellation))!.Items, member => member.PersonId == personId);
        Assert.Equal(
            "staff", new JsonWebToken((await identity.Browser().SignInForTokenAsync(email, IdentityFixture.Password)).AccessToken).GetClaim("role").Value);
        await identity.Mail.SayingAsync(email, "nu medewerker van de opleiding");
        var again = await api.PostAsJsonAsync("/identity/v1/staff", new { email, role = "staff" }, Cancellation);
        Assert.Equal((HttpStatusCode.Conflict, "identity.already-appointed"), (again.StatusCode, await CodeOf(again)));
    }

    [Fact]
    public async Task A_person_without_an_account_is_invited_and_makes_one_with_the_link()
    {
        var email = NewEmail();
        var api = await identity.ApiAsync("beheerder");
        var response = await api.PostAsJsonAsync("/identity/v1/staff", new { email, role = "staff" }, Cancellation);
        var appointed = await AppointedAsync(response);
        Assert.Null(appointed.PersonId);
        var invitations = await api.GetFromJsonAsync<Page<InvitationSummary>>("/identity/v1/staff/invitations", Cancellation);
        var shown = invitations!.Items.Single(invitation => invitation.InvitationId == appointed.InvitationId);
        Assert.Equal(email, shown.Email);
        Assert.Equal(shown, await api.GetFromJsonAsync<InvitationSummary>(response.Headers.Location, Cancellation));
        var link = await identity.Mail.LinkToAsync(email, "/identity/invitation");
        Assert.Equal(HttpStatusCode.OK, (await identity.Browser().GetAsync(link)).StatusCode);

        using var accepted = await identity.Browser()
            .FillInAsync(link, ("CallName", "Trainer"), ("Surname", email[..8]), ("Password", IdentityFixture.Password));

        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        var token = new JsonWebToken((await identity.Browser().SignInForTokenAsync(email, IdentityFixture.Password)).AccessToken);
        Assert.Equal("staff", token.GetClaim("role").Value);
        Assert.True((await identity.Events.PublishedAsync<StaffChanged>(e => e.PersonId == Guid.Parse(token.Subject))).Active);
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().GetAsync(link)).StatusCode);
        var history = (await api.GetFromJsonAsync<Page<AppointmentSummary>>($"/identity/v1/staff/{token.Subject}/appointments", Cancellation))!.Items;
        Assert.Equal(("staff", true, identity.User("beheerder").PersonId), (Assert.Single(history).Role, history[0].Given, history[0].By!.Value));
    }

    [Fact]
    public async Task A_person_who_registered_after_the_invitation_accepts_it_with_their_password()
    {
        var email = NewEmail();
        var api = await identity.ApiAsync("beheerder");
        await api.PostAsJsonAsync("/identity/v1/staff", new { email, role = "staff" }, Cancellation);
        var invitation = await identity.Mail.LinkToAsync(email, "/identity/invitation");
        await identity.Browser()
            .FillInAsync("/identity/register", ("CallName", "Trainer"), ("Surname", "Voorbeeld"), ("Email", email), ("Password", IdentityFixture.Password));
        await identity.Browser().FillInAsync(await identity.Mail.LinkToAsync(email, "/identity/register/confirm"), ("Password", IdentityFixture.Password));

        using var wrong = await identity.Browser().FillInAsync(invitation, ("Password", "not the password"));
        using var right = await identity.Browser().FillInAsync(invitation, ("Password", IdentityFixture.Password));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (wrong.StatusCode, right.StatusCode));
        Assert.Equal(
            "staff", new JsonWebToken((await identity.Browser().SignInForTokenAsync(email, IdentityFixture.Password)).AccessToken).GetClaim("role").Value);
    }

    [Fact]
    public async Task An_invitation_is_withdrawn_replaced_and_ends()
    {
        await using var identity = new IdentityFixture();
        await identity.InitializeAsync();
        var email = NewEmail();
        var api = await identity.ApiAsync("beheerder");
        await api.PostAsJsonAsync("/identity/v1/staff", new { email, role = "staff" }, Cancellation);
        var first = await identity.Mail.LinkToAsync(email, "/identity/invitation");
        var second = await AppointedAsync(await api.PostAsJsonAsync("/identity/v1/staff", new { email, role = "staff" }, Cancellation));
        var link = await identity.Mail.LinkToAsync(email, "/identity/invitation", exceptFor: first);
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().GetAsync(first)).StatusCode);
        await using var later = identity.Another(ahead: TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.BadRequest, (await IdentityFixture.BrowserOf(later).GetAsync(link)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"/identity/v1/staff/invitations/{second.InvitationId}", Cancellation)).StatusCode);

        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().GetAsync(link)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.DeleteAsync($"/identity/v1/staff/invitations/{second.InvitationId}", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Renewing_an_invitation_sends_another_link_or_appoints_a_person_with_an_account()
    {
        var email = NewEmail();
        using var api = await identity.ApiAsync("beheerder");
        var first = await AppointedAsync(await api.PostAsJsonAsync("/identity/v1/staff", new { email, role = "staff" }, Cancellation));
        var link = await identity.Mail.LinkToAsync(email, "/identity/invitation");

        var response = await api.PostAsync($"/identity/v1/staff/invitations/{first.InvitationId}/renewal", null, Cancellation);

        var second = await AppointedAsync(response);
        Assert.Equal(
            (HttpStatusCode.Created, $"/identity/v1/staff/invitations/{second.InvitationId}"),
            (response.StatusCode, response.Headers.Location!.OriginalString));
        await identity.Mail.LinkToAsync(email, "/identity/invitation", exceptFor: link);
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().GetAsync(link)).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound, (await api.PostAsync($"/identity/v1/staff/invitations/{first.InvitationId}/renewal", null, Cancellation)).StatusCode);
        await identity.Browser()
            .FillInAsync("/identity/register", ("CallName", "Trainer"), ("Surname", "Voorbeeld"), ("Email", email), ("Password", IdentityFixture.Password));
        await identity.Browser().FillInAsync(await identity.Mail.LinkToAsync(email, "/identity/register/confirm"), ("Password", IdentityFixture.Password));
        Assert.NotNull(
            (await AppointedAsync(await api.PostAsync($"/identity/v1/staff/invitations/{second.InvitationId}/renewal", null, Cancellation))).PersonId);
    }

    [Fact]
    public async Task An_earlier_invitation_is_void_after_an_appointment_or_a_dismissal()
    {
        var email = NewEmail();
        var api = await identity.ApiAsync("beheerder");
        var (direct, dismissed) = (await InvitedAsync(api, email, "staff"), await InvitedAsync(api, email, "administrator"));
        await identity.Browser()
            .FillInAsync("/identity/register", ("CallName", "Trainer"), ("Surname", "Voorbeeld"), ("Email", email), ("Password", IdentityFixture.Password));
        await identity.Browser().FillInAsync(await identity.Mail.LinkToAsync(email, "/identity/register/confirm"), ("Password", IdentityFixture.Password));
        var personId = (await AppointedAsync(await api.PostAsJsonAsync("/identity/v1/staff", new { email, role = "staff" }, Cancellation))).PersonId;

        // The person was also appointed as administrator directly; the dismissal voids the invitation too.
        await identity.InDatabase(async db =>
        {
            (await db.Users.SingleAsync(a => a.Id == personId, Cancellation)).SetRole("administrator", held: true, DateTimeOffset.UtcNow);
            return await db.SaveChangesAsync(Cancellation);
        });
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await api.PostAsJsonAsync($"/identity/v1/staff/{personId}/dismissal", new { role = "administrator" }, Cancellation)).StatusCode);

        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().GetAsync(direct)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().GetAsync(dismissed)).StatusCode);
        Assert.False(await identity.InDatabase(async db =>
            await db.Invitations.AnyAsync(i => i.Email == email && i.WithdrawnAt == null, Cancellation) || await db.OneTimeLinks.AnyAsync(
                link => link.Email == email && link.UsedAt == null, Cancellation)));
    }

    [Fact]
    public async Task A_dismissal_ends_all_sessions_and_is_published_also_by_an_announcement()
    {
        var (email, personId) = await identity.RegisteredAsync();
        var api = await identity.ApiAsync("beheerder");
        await api.PostAsJsonAsync("/identity/v1/staff", new { email, role = "staff" }, Cancellation);
        var browser = await identity.SignedInAsync(email);

        var response = await api.PostAsJsonAsync($"/identity/v1/staff/{personId}/dismissal", new { role = "staff", reason = "Ander werk" }, Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Browser.IsTo("/identity/sign-in", await browser.GetAsync("/identity/account"));
        var told = await identity.Events.PublishedAsync<StaffChanged>(e => e.PersonId == personId && !e.Active);
        Assert.DoesNotContain(
            new JsonWebToken((await identity.Browser().SignInForTokenAsync(email, IdentityFixture.Password)).AccessToken).Claims,
            claim => claim.Type == "role");
        var history = (await api.GetFromJsonAsync<Page<AppointmentSummary>>($"/identity/v1/staff/{personId}/appointments", Cancellation))!.Items;
        Assert.Equal([(false, "Ander werk"), (true, null)], history.Select(change => (change.Given, change.Reason)));
        var state = await identity.InDatabase(
            async db => (await db.Users.SingleAsync(a => a.Id == personId, Cancellation)).State().OfType<StaffChanged>().Single());
        Assert.Equal((told.Version, false), (state.Version, state.Active));
        Assert.Equal(
            HttpStatusCode.NotFound, (await api.PostAsJsonAsync($"/identity/v1/staff/{personId}/dismissal", new { role = "staff" }, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task An_administrator_cannot_appoint_or_dismiss_themselves()
    {
        var administrator = identity.User("beheerder");
        var api = await identity.ApiAsync("beheerder");

        var appointed = await api.PostAsJsonAsync("/identity/v1/staff", new { email = administrator.UserName, role = "staff" }, Cancellation);
        var dismissed = await api.PostAsJsonAsync($"/identity/v1/staff/{administrator.PersonId}/dismissal", new { role = "administrator" }, Cancellation);
        var organisation = identity.Demo.Clients[0].OrganisationId;
        var contact = await api.PostAsJsonAsync($"/identity/v1/organisations/{organisation}/contacts", new { email = administrator.UserName }, Cancellation);

        Assert.All([appointed, dismissed, contact], response => Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode));
        Assert.Equal("identity.own-role", await CodeOf(appointed));
    }

    [Fact]
    public async Task Of_two_administrators_who_dismiss_each_other_at_once_one_remains()
    {
        await using var own = new IdentityFixture();
        await own.InitializeAsync();
        var (email, personId) = await own.RegisteredAsync();
        var first = await own.ApiAsync("beheerder");
        await first.PostAsJsonAsync("/identity/v1/staff", new { email, role = "administrator" }, Cancellation);
        var second = await own.ApiAsync(null);
        second.DefaultRequestHeaders.Authorization = new("Bearer", (await own.Browser().SignInForTokenAsync(email, IdentityFixture.Password)).AccessToken);

        var answers = await Task.WhenAll(
            first.PostAsJsonAsync($"/identity/v1/staff/{personId}/dismissal", new { role = "administrator" }, Cancellation),
            second.PostAsJsonAsync($"/identity/v1/staff/{own.User("beheerder").PersonId}/dismissal", new { role = "administrator" }, Cancellation));

        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
        Assert.Equal("identity.last-administrator", await CodeOf(answers.Single(answer => answer.StatusCode == HttpStatusCode.Conflict)));
    }

    [Fact]
    public async Task The_history_of_appointments_cannot_be_changed()
    {
        var (email, personId) = await identity.RegisteredAsync();
        await (await identity.ApiAsync("beheerder")).PostAsJsonAsync("/identity/v1/staff", new { email, role = "staff" }, Cancellation);

        await Assert.ThrowsAsync<Npgsql.PostgresException>(
            () => identity.InDatabase(db => db.Appointments.Where(a => a.PersonId == personId).ExecuteDeleteAsync(Cancellation)));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => identity.InDatabase(db =>
            db.Appointments.Where(a => a.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(a => a.Given, false), Cancellation)));
    }

    [Fact]
    public async Task An_invalid_address_or_role_is_refused()
    {
        var api = await identity.ApiAsync("beheerder");

        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await api.PostAsJsonAsync("/identity/v1/staff", new { email = "no address", role = "staff" }, Cancellation)).StatusCode);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await api.PostAsJsonAsync("/identity/v1/staff", new { email = NewEmail(), role = "employer-contact" }, Cancellation)).StatusCode);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await api.PostAsJsonAsync("/identity/v1/staff", new { email = "\u00E9@demo.metropool.example", role = "staff" }, Cancellation)).StatusCode);
    }

    private async Task<string> InvitedAsync(HttpClient api, string email, string role)
    {
        var invited = await AppointedAsync(await api.PostAsJsonAsync("/identity/v1/staff", new { email, role }, Cancellation));
        Assert.NotNull(invited.InvitationId);
        var words = role == "administrator" ? "beheerder" : "medewerker";
        var text = $"uitgenodigd om bij Metropool {words}";
        return Mailbox.LinkIn(await identity.Mail.ToAsync(email, message => message.TextBody!.Contains(text, StringComparison.Ordinal), role))!;
    }

    private static string NewEmail() => $"{Guid.NewGuid():N}@demo.metropool.example";

    private static async Task<AppointmentResult> AppointedAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<AppointmentResult>(Cancellation))!;

    private static async Task<string?> CodeOf(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("code").GetString();
}
