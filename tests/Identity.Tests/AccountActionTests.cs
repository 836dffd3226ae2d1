using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Tests;

/// <summary>Actions on the account of another person: the owner is notified, and the action is recorded with its reason.</summary>
public sealed class AccountActionTests(IdentityFixture identity)
{
    private static readonly object Reason = new { reason = "Ticket 1234" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_removes_lost_second_factors()
    {
        using var key = new SoftwareKey();
        var (email, _, codes) = await identity.WithAppAsync();
        var browser = identity.Browser();
        using var half = await browser.SignInAsync("/identity/sign-in", email, IdentityFixture.Password);
        await browser.FillInAsync(half.Headers.Location!.OriginalString, ("Code", codes[0]));
        await browser.AddPasskeyAsync(key);
        var personId = await IdAsync(email);

        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(personId, "second-factors/removal", Reason)).StatusCode);

        Browser.IsTo("/identity/sign-in", await browser.GetAsync("/identity/account"));
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().UsePasskeyAsync(key)).StatusCode);
        await identity.Mail.SayingAsync(email, "Een beheerder heeft de tweede stap");
        var again = await identity.SignedInAsync(email);
        Assert.Equal(HttpStatusCode.OK, (await again.GetAsync("/identity/account/authenticator")).StatusCode);
        Assert.Equal(("secondFactorsRemoved", "Ticket 1234", identity.User("beheerder").PersonId), await LastAsync(personId));
        Assert.Equal((HttpStatusCode.Conflict, "identity.no-second-factor"), await CodeAsync(await PostAsync(personId, "second-factors/removal", Reason)));
    }

    [Fact]
    public async Task A_blocked_account_is_signed_out_and_cannot_sign_in_until_it_is_unblocked()
    {
        using var key = new SoftwareKey();
        var (email, browser) = await identity.WithPasskeyAsync(key);
        var personId = await IdAsync(email);
        var code = Browser.CodeOf(await browser.GetAsync(browser.AuthorizePath()));

        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(personId, "block", Reason)).StatusCode);

        Browser.IsTo("/identity/sign-in", await browser.GetAsync("/identity/account"));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.ExchangeAsync(code, browser.Verifier)).StatusCode);
        await identity.Mail.SayingAsync(email, "Een beheerder heeft je account geblokkeerd");
        using var byPassword = await identity.Browser().SignInAsync("/identity/sign-in", email, IdentityFixture.Password);
        using var byKey = await identity.Browser().UsePasskeyAsync(key);
        foreach (var refused in new[] { byPassword, byKey })
        {
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.Contains("geblokkeerd", (await Browser.PageAsync(refused)).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        }

        // Without the right password, the page doesn't show that the account is blocked.
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().SignInAsync("/identity/sign-in", email, "not the password")).StatusCode);
        Assert.Equal(("blocked", "Ticket 1234", identity.User("beheerder").PersonId), await LastAsync(personId));
        Assert.Equal((HttpStatusCode.Conflict, "identity.account-blocked"), await CodeAsync(await PostAsync(personId, "block", Reason)));

        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(personId, "unblock", Reason)).StatusCode);
        await identity.SignedInAsync(email);
        await identity.Mail.SayingAsync(email, "niet langer geblokkeerd");
        Assert.Equal((HttpStatusCode.Conflict, "identity.account-not-blocked"), await CodeAsync(await PostAsync(personId, "unblock", Reason)));
    }

    [Fact]
    public async Task A_new_password_by_mail_does_not_unblock()
    {
        var (email, personId) = await identity.RegisteredAsync();
        await PostAsync(personId, "block", Reason);
        await identity.Browser().FillInAsync("/identity/password/forgot", ("Email", email));
        await identity.Browser().FillInAsync(await identity.Mail.LinkToAsync(email, "/identity/password/reset"), ("Password", "nog een lang wachtwoord"));

        Assert.Equal(HttpStatusCode.Forbidden, (await identity.Browser().SignInAsync("/identity/sign-in", email, "nog een lang wachtwoord")).StatusCode);
    }

    [Theory]
    [InlineData("second-factors/removal")]
    [InlineData("block")]
    [InlineData("unblock")]
    public async Task An_action_on_an_account_needs_a_reason_and_another_administrator(string what)
    {
        var (_, personId) = await identity.RegisteredAsync();

        Assert.Equal((HttpStatusCode.Forbidden, "identity.own-account"), await CodeAsync(await PostAsync(identity.User("beheerder").PersonId, what, Reason)));
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(personId, what, new { reason = "" })).StatusCode);
        Assert.Equal((HttpStatusCode.NotFound, "identity.account-unknown"), await CodeAsync(await PostAsync(Guid.NewGuid(), what, Reason)));
    }

    [Fact]
    public async Task All_actions_on_an_account_are_recorded_and_cannot_be_changed()
    {
        var (_, personId) = await identity.RegisteredAsync();
        foreach (var what in new[] { "unlock", "sign-out", "block", "unblock" })
        {
            Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(personId, what, what is "unlock" or "sign-out" ? null : Reason)).StatusCode);
        }

        var kinds = (await ActionsAsync(personId)).Select(action => action.GetProperty("kind").GetString());
        Assert.Equal(["unblocked", "blocked", "signedOut", "unlocked"], kinds);
        foreach (var sql in new FormattableString[]
        {
            $"DELETE FROM account_actions WHERE person_id = {personId}",
            $"UPDATE account_actions SET kind = 'Unlocked' WHERE person_id = {personId}",
            $"UPDATE account_actions SET person_id = {Guid.Empty}, reason = NULL WHERE person_id = {personId}",
        })
        {
            await Assert.ThrowsAsync<Npgsql.PostgresException>(
                () => identity.InDatabase(db => db.Database.ExecuteSqlAsync(sql, Cancellation)));
        }

        Assert.Equal(
            HttpStatusCode.NotFound,
            (await (await identity.ApiAsync("beheerder")).GetAsync($"/identity/v1/accounts/{Guid.NewGuid()}/actions", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task The_person_can_be_removed_from_the_history_after_the_account_is_deleted()
    {
        var (_, personId) = await identity.RegisteredAsync();
        await PostAsync(personId, "block", Reason);

        var changed = await identity.InDatabase(async db =>
        {
            await db.Users.Where(a => a.Id == personId).ExecuteDeleteAsync(Cancellation);
            return await db.Database.ExecuteSqlAsync(
                $"UPDATE account_actions SET person_id = {Guid.Empty}, reason = NULL WHERE person_id = {personId}", Cancellation);
        });

        Assert.Equal(1, changed);
    }

    [Fact]
    public async Task Of_two_administrators_who_block_each_other_at_once_one_remains()
    {
        await using var own = new IdentityFixture();
        await own.InitializeAsync();
        var (email, otherId) = await own.RegisteredAsync();
        var (first, second) = (await own.ApiAsync("beheerder"), await own.ApiAsync(null));
        await first.PostAsJsonAsync("/identity/v1/staff", new { email, role = "administrator" }, Cancellation);
        second.DefaultRequestHeaders.Authorization = new("Bearer", (await own.Browser().SignInForTokenAsync(email, IdentityFixture.Password)).AccessToken);

        var answers = await Task.WhenAll(
            first.PostAsJsonAsync($"/identity/v1/accounts/{otherId}/block", Reason, Cancellation),
            second.PostAsJsonAsync($"/identity/v1/accounts/{own.User("beheerder").PersonId}/block", Reason, Cancellation));

        // The other comes second, or comes with a token that was taken back.
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.NoContent);
        Assert.Single(answers, answer => answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.Unauthorized);
        Assert.Equal(
            1,
            await own.InDatabase(db => db.Users.CountAsync(a => a.BlockedAt == null && a.Roles.Contains("administrator"), Cancellation)));
    }

    [Fact]
    public async Task Commands_remove_second_factors_and_unblock_an_account()
    {
        var (email, secret, _) = await identity.WithAppAsync();
        var personId = await IdAsync(email);
        await PostAsync(personId, "block", Reason);
        Assert.NotEmpty(secret);

        await identity.RunCommandAsync("remove-second-factors", email.ToUpperInvariant());
        await identity.RunCommandAsync("unblock-account", email);

        Browser.IsTo("/identity/account", await identity.Browser().SignInAsync("/identity/sign-in", email, IdentityFixture.Password));
        Assert.Equal(["unblocked", "secondFactorsRemoved", "blocked"], (await ActionsAsync(personId)).Select(action => action.GetProperty("kind").GetString()));
        Assert.Equal(JsonValueKind.Null, (await ActionsAsync(personId))[0].GetProperty("by").ValueKind);
        Assert.Equal(1, await identity.ExitCodeOfAsync("remove-second-factors", email));
        Assert.Equal(1, await identity.ExitCodeOfAsync("unblock-account", "nobody@demo.metropool.example"));
        Assert.Equal(64, await identity.ExitCodeOfAsync("remove-second-factors"));
        Assert.Equal(64, await identity.ExitCodeOfAsync("unblock-account", email, "nobody@demo.metropool.example"));
    }

    private async Task<HttpResponseMessage> PostAsync(Guid personId, string what, object? body)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        return await (await identity.ApiAsync("beheerder")).PostAsync($"/identity/v1/accounts/{personId}/{what}", content, Cancellation);
    }

    private async Task<List<JsonElement>> ActionsAsync(Guid personId) =>
        [.. (await (await identity.ApiAsync("beheerder")).GetFromJsonAsync<JsonElement>($"/identity/v1/accounts/{personId}/actions", Cancellation))
            .GetProperty("items").EnumerateArray()];

    private async Task<(string?, string?, Guid)> LastAsync(Guid personId)
    {
        var last = (await ActionsAsync(personId))[0];
        return (last.GetProperty("kind").GetString(), last.GetProperty("reason").GetString(), last.GetProperty("by").GetGuid());
    }

    private static async Task<(HttpStatusCode, string?)> CodeAsync(HttpResponseMessage response) =>
        (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("code").GetString());

    private Task<Guid> IdAsync(string email) =>
        identity.InDatabase(db => db.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Cancellation));
}
