using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Metropool.Contracts.Identity;
using Metropool.Identity.Accounts;
using Metropool.Identity.SignIn;
using Metropool.Mail.Links;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Identity.Tests;

/// <summary>An erasure leaves no data in any table, and a person can download their data.</summary>
public sealed class ErasureTests(IdentityFixture identity)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_an_erasure_no_row_of_any_table_has_the_address_name_or_id()
    {
        await using var own = new IdentityFixture();
        await own.InitializeAsync();
        var person = await PersonInEveryTable.CreateAsync(own);
        var before = await RowsWithAsync(own, person);

        // Else nothing would be shown by what follows.
        Assert.Superset(
            new HashSet<string>
            {
                "accounts", "account_claims", "account_logins", "account_actions", "account_passkeys", "account_tokens", "appointments", "mail_requests",
                "contacts", "idempotent_responses", "invitations", "known_devices",
                "one_time_links",
                "openiddict_authorizations", "openiddict_tokens", "outgoing_mail", "pending_registrations", "recovery_codes", "sign_in_sessions",
            },
            before.Keys.ToHashSet());

        // What is counted of wrong passwords is kept under keyed hashes alone: of the address and of the origin.
        var attempted = await AttemptsAsync(own, person);
        Assert.NotEqual(0, attempted);
        using var api = await own.ApiAsync("beheerder");
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"/identity/v1/accounts/{person.Id}", Cancellation)).StatusCode);
        Assert.Equal(0, await AttemptsAsync(own, person));

        // The last message is sent, and so are the events.
        await own.Mail.SayingAsync(person.Email, "Je account bij Metropool is verwijderd");
        await Eventually.TrueAsync(
            async () => !(await RowsWithAsync(own, person)).Keys.Any(table => table is "outgoing_mail" or "outbox_messages"), "mail and events are sent");
        var row = Assert.Single(await RowsWithAsync(own, person));
        Assert.Equal("erased_people", row.Key);
        Assert.DoesNotContain(person.Email, row.Value, StringComparison.OrdinalIgnoreCase);

        // The number of appointments stays.
        var history = await own.InDatabase(
            db => db.Appointments.AsNoTracking().Where(a => a.PersonId == Guid.Empty || a.By == Guid.Empty).ToListAsync(Cancellation));
        Assert.Equal(person.Appointments, history.Count(a => a.PersonId == Guid.Empty));
        Assert.All(history.Where(a => a.PersonId == Guid.Empty), a => Assert.Null(a.Reason));
        Assert.Single(history, a => a.By == Guid.Empty);
    }

    [Fact]
    public async Task An_erasure_is_published_with_the_removed_name_and_the_end_of_an_appointment_and_can_be_announced_again()
    {
        var (email, personId) = await identity.RegisteredAsync();
        using var api = await identity.ApiAsync("beheerder");
        await api.PostAsJsonAsync("/identity/v1/staff", new { email, role = "staff" }, Cancellation);

        await api.DeleteAsync($"/identity/v1/accounts/{personId}", Cancellation);

        var erased = await identity.Events.PublishedAsync<PersonErased>(e => e.PersonId == personId);
        var registered = await identity.Events.PublishedAsync<PersonChanged>(e => e.PersonId == personId && e.DisplayName == Account.NameOfErased);
        var staff = await identity.Events.PublishedAsync<StaffChanged>(e => e.PersonId == personId && !e.Active);
        Assert.Equal((Account.NameOfErased, true, true), (staff.DisplayName, erased.Version > registered.Version, erased.Version > staff.Version));
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"/identity/v1/accounts/{personId}", Cancellation)).StatusCode);
        Assert.Equal(1, identity.Events.Seen.OfType<PersonErased>().Count(e => e.PersonId == personId));

        await identity.RunCommandAsync("announce");

        await Eventually.TrueAsync(
            () => Task.FromResult(identity.Events.Seen.OfType<PersonErased>().Count(e => e.PersonId == personId && e.Version == erased.Version) == 2),
            "the erasure is announced again");
    }

    [Fact]
    public async Task An_erased_person_is_signed_out_and_can_register_as_a_new_person()
    {
        var (email, personId) = await identity.RegisteredAsync();
        var link = await identity.Mail.LinkToAsync(email, "/identity/register/confirm");
        var browser = await identity.SignedInAsync(email);
        var code = Browser.CodeOf(await browser.GetAsync(browser.AuthorizePath()));
        using var theirs = await identity.ApiAsync(null);
        theirs.DefaultRequestHeaders.Authorization = new("Bearer", (await browser.SignInForTokenAgainAsync()).AccessToken);

        using var api = await identity.ApiAsync("beheerder");
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"/identity/v1/accounts/{personId}", Cancellation)).StatusCode);

        Browser.IsTo("/identity/sign-in", await browser.GetAsync("/identity/account"));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.ExchangeAsync(code, browser.Verifier)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await theirs.GetAsync("/identity/connect/userinfo", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await identity.Browser().SignInAsync("/identity/sign-in", email, IdentityFixture.Password)).StatusCode);
        await identity.Browser()
            .FillInAsync("/identity/register", ("CallName", "Iemand"), ("Surname", "Anders"), ("Email", email), ("Password", IdentityFixture.Password));
        await identity.Browser()
            .FillInAsync(await identity.Mail.LinkToAsync(email, "/identity/register/confirm", exceptFor: link), ("Password", IdentityFixture.Password));
        await identity.SignedInAsync(email);
    }

    [Fact]
    public async Task A_person_erases_their_own_account()
    {
        var (email, personId) = await identity.RegisteredAsync();
        var browser = await identity.SignedInAsync(email);
        Assert.NotNull((await browser.OpenAsync("/identity/account")).QuerySelector("a[href='/identity/account/erasure']"));
        Assert.Contains("voor altijd", (await browser.OpenAsync("/identity/account/erasure")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        using var done = await browser.FillInAsync("/identity/account/erasure");

        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Contains("Je account is verwijderd", await done.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains(done.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("metropool-identity=;", StringComparison.Ordinal));
        Browser.IsTo("/identity/sign-in", await browser.GetAsync("/identity/account"));
        await identity.Events.PublishedAsync<PersonErased>(e => e.PersonId == personId);
        await identity.Mail.SayingAsync(email, "Je account bij Metropool is verwijderd");
    }

    [Fact]
    public async Task The_last_administrator_stays_and_an_administrator_erases_another_and_not_themselves()
    {
        await using var own = new IdentityFixture();
        await own.InitializeAsync();
        var administrator = own.User("beheerder");
        var browser = await own.SignedInAsync(administrator.UserName, administrator.Password);
        using var page = await browser.FillInAsync("/identity/account/erasure");
        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        Assert.Contains("enige beheerder", (await Browser.PageAsync(page)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);

        using var first = await own.ApiAsync("beheerder");
        var itself = await first.DeleteAsync($"/identity/v1/accounts/{administrator.PersonId}", Cancellation);
        Assert.Equal((HttpStatusCode.Forbidden, "identity.own-account"), (itself.StatusCode, await CodeOf(itself)));
        Assert.Equal(HttpStatusCode.NotFound, (await first.DeleteAsync($"/identity/v1/accounts/{Guid.CreateVersion7()}", Cancellation)).StatusCode);

        // Of two who erase each other at the same moment one remains.
        var (email, personId) = await own.RegisteredAsync();
        await first.PostAsJsonAsync("/identity/v1/staff", new { email, role = "administrator" }, Cancellation);
        using var second = await own.ApiAsync(null);
        second.DefaultRequestHeaders.Authorization = new("Bearer", (await own.Browser().SignInForTokenAsync(email, IdentityFixture.Password)).AccessToken);
        var answers = await Task.WhenAll(
            first.DeleteAsync($"/identity/v1/accounts/{personId}", Cancellation),
            second.DeleteAsync($"/identity/v1/accounts/{administrator.PersonId}", Cancellation));
        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
        Assert.Equal("identity.last-administrator", await CodeOf(answers.Single(answer => answer.StatusCode == HttpStatusCode.Conflict)));
    }

    [Fact]
    public async Task The_download_has_all_personal_data_and_no_secret()
    {
        await using var own = new IdentityFixture();
        await own.InitializeAsync();
        var person = await PersonInEveryTable.CreateAsync(own);
        await own.InDatabase(
            db => db.Users.Where(a => a.Id == person.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.TotpSecret, (byte[]?)null), Cancellation));
        await own.InDatabase(db => db.UserPasskeys.ExecuteDeleteAsync(Cancellation));
        var browser = await own.SignedInAsync(person.Email);
        Assert.NotNull((await browser.OpenAsync("/identity/account")).QuerySelector("a[href='/identity/account/data']"));

        using var answer = await browser.GetAsync("/identity/account/data");

        Assert.Equal(
            ("application/json", "attachment"), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.DispositionType));
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        var data = JsonElement.Parse(text);
        Assert.Equal(
            (person.Email, person.Id),
            (data.GetProperty("account").GetProperty("email").GetString(), data.GetProperty("account").GetProperty("personId").GetGuid()));
        Assert.Contains(person.Surname, data.GetProperty("account").GetProperty("displayName").GetString(), StringComparison.Ordinal);
        Assert.Contains(person.Reason, data.GetProperty("appointments").EnumerateArray().Select(a => a.GetProperty("reason").GetString()));
        string[] parts =
        [
            "providers", "contacts", "appointments", "actions", "invitations", "registrations", "sessions", "devices", "wrongAttempts", "links", "mails",
            "mailRequests", "tokens",
        ];
        foreach (var part in parts)
        {
            Assert.True(data.GetProperty(part).GetArrayLength() > 0, part);
        }

        var account = await own.InDatabase(db => db.Users.AsNoTracking().SingleAsync(a => a.Id == person.Id, Cancellation));
        Assert.All([account.PasswordHash!, account.SecurityStamp!, "?code="], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_history_keeps_the_person_while_the_account_exists()
    {
        var (email, personId) = await identity.RegisteredAsync();
        await (await identity.ApiAsync("beheerder")).PostAsJsonAsync("/identity/v1/staff", new { email, role = "staff" }, Cancellation);

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => identity.InDatabase(db =>
            db.Appointments.Where(a => a.PersonId == personId)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.PersonId, Guid.Empty).SetProperty(a => a.Reason, (string?)null), Cancellation)));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => identity.InDatabase(db =>
            db.Appointments.Where(a => a.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(a => a.By, Guid.Empty), Cancellation)));
    }

    // Every table of the database, each row as text: with bytes in hexadecimal.
    private static async Task<Dictionary<string, string>> RowsWithAsync(IdentityFixture identity, PersonInEveryTable person)
    {
        string[] needles = [person.Email, person.Next, person.Id.ToString(), person.Surname];
        string[] all =
        [
            .. needles,
            .. needles.Select(needle => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(needle))),
            Convert.ToHexStringLower(MailRequests.HashOf(person.Email)),
            Convert.ToHexStringLower(MailRequests.HashOf(person.Next)),
            Convert.ToHexStringLower(person.Id.ToByteArray()),
            Convert.ToHexStringLower(person.Id.ToByteArray(bigEndian: true)),
        ];
        var tables = await identity.InDatabase(db => db.Database.SqlQuery<Table>(
            $"""
            SELECT table_name::text AS name, query_to_xml(format('SELECT t::text FROM %I t', table_name), true, true, '')::text AS rows
            FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
            """).ToListAsync(Cancellation));
        return tables.Where(table => all.Any(needle => table.Rows.Contains(needle, StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(table => table.Name, table => table.Rows);
    }

    private static Task<int> AttemptsAsync(IdentityFixture identity, PersonInEveryTable person) => identity.InScope(services =>
    {
        var key = services.GetRequiredService<AttemptKeys>().OfAccount(person.Email.ToUpperInvariant());
        return services.GetRequiredService<IdentityDbContext>().AttemptCounters.CountAsync(counter => counter.AccountKey == key, Cancellation);
    });

    private static async Task<string?> CodeOf(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("code").GetString();

    private sealed record Table(string Name, string Rows);
}
