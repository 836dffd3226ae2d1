using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace Metropool.Identity.Tests;

/// <summary>R46: an administrator opens doors for others, and never for themselves.</summary>
public sealed class ReadingRightTests(IdentityFixture identity)
{
    private const string Own = "identity.own-organisation";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R46_An_invitation_is_not_taken_by_the_administrator_who_sent_it()
    {
        var (email, personId) = await AdministratorAsync();
        var invited = $"tweede-{Guid.NewGuid():N}@demo.metropool.example";
        var api = await TokenAsync(email);
        Assert.Equal(
            HttpStatusCode.Created, (await api.PostAsJsonAsync("/identity/v1/staff", new { email = invited, role = "staff" }, Cancellation)).StatusCode);
        var link = await identity.Mail.LinkToAsync(invited, "/identity/invitation");

        // They move their own account to the address that they invited.
        var browser = await identity.SignedInAsync(email);
        await browser.FillInAsync("/identity/account/email", ("Email", invited));
        await browser.FillInAsync(await identity.Mail.LinkToAsync(invited, "/identity/account/email/confirm"));
        using var taken = await (await identity.SignedInAsync(invited)).FillInAsync(link);

        Assert.Equal(HttpStatusCode.BadRequest, taken.StatusCode);
        Assert.Equal(
            ["administrator"],
            await identity.InDatabase(db => db.Users.Where(a => a.Id == personId).Select(a => a.Roles).SingleAsync(Cancellation)));
    }

    [Fact]
    public async Task R46_An_administrator_gives_no_access_to_their_own_organisation()
    {
        using var rsa = RSA.Create(2048);
        var (email, _) = await AdministratorAsync();
        var (other, own) = (await identity.ApiAsync("beheerder"), await TokenAsync(email));
        var organisation = await OrganisationAsync();
        Assert.Equal(HttpStatusCode.Created, (await other.PostAsJsonAsync($"{organisation}/contacts", new { email }, Cancellation)).StatusCode);
        var clientId = $"client-{Guid.NewGuid():N}";
        var (client, key) = (new { clientId, displayName = "Systeem", keys = new[] { Public(rsa, "first") } }, Public(rsa, "second"));

        await RefusedAsync(await own.PostAsJsonAsync($"{organisation}/clients", client, Cancellation));
        Assert.Equal(HttpStatusCode.Created, (await other.PostAsJsonAsync($"{organisation}/clients", client, Cancellation)).StatusCode);
        await RefusedAsync(await own.PostAsJsonAsync($"{organisation}/clients/{clientId}/keys", key, Cancellation));
        await RefusedAsync(await own.PostAsync(new Uri($"{organisation}/clients/{clientId}/activation", UriKind.Relative), null, Cancellation));
        await RefusedAsync(await own.PostAsync(new Uri($"{organisation}/activation", UriKind.Relative), null, Cancellation));
        await RefusedAsync(await own.Put(organisation, new { name = "Gemeente met medewerkers" }, "*"));
    }

    [Fact]
    public async Task R46_The_contacts_of_an_organisation_are_notified_when_a_system_gets_access_in_its_name()
    {
        using var rsa = RSA.Create(2048);
        var (email, _) = await identity.RegisteredAsync();
        var (blocked, blockedId) = await identity.RegisteredAsync();
        var api = await identity.ApiAsync("beheerder");
        var organisation = await OrganisationAsync();
        await api.PostAsJsonAsync($"{organisation}/contacts", new { email }, Cancellation);
        await api.PostAsJsonAsync($"{organisation}/contacts", new { email = blocked }, Cancellation);
        await api.PostAsJsonAsync($"/identity/v1/accounts/{blockedId}/block", new { reason = "Ticket 1" }, Cancellation);
        var clientId = $"client-{Guid.NewGuid():N}";

        await api.PostAsJsonAsync(
            $"{organisation}/clients", new { clientId, displayName = "Ga naar voorbeeld", keys = new[] { Public(rsa, "first") } }, Cancellation);
        var mail = await identity.Mail.SayingAsync(email, $"een koppeling toegevoegd: {clientId}");
        Assert.DoesNotContain("Ga naar", mail.TextBody, StringComparison.Ordinal);
        await api.PostAsJsonAsync($"{organisation}/clients/{clientId}/keys", Public(rsa, "second"), Cancellation);
        await identity.Mail.SayingAsync(email, $"een sleutel toegevoegd aan een koppeling: {clientId}");

        // It is active: nothing changes, and no one is notified.
        await PostAsync("activation");
        await PostAsync("deactivation");
        await PostAsync("activation");
        await identity.Mail.SayingAsync(email, $"een koppeling weer opengezet: {clientId}");
        await api.PostAsJsonAsync($"{organisation}/clients/{clientId}/keys", Public(rsa, "third"), Cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(Saying("een sleutel toegevoegd") == 2), "the last mail is there");
        Assert.Equal(1, Saying("weer opengezet"));
        Assert.DoesNotContain(identity.Mail.To(blocked), message => message.TextBody!.Contains(clientId, StringComparison.Ordinal));

        int Saying(string what) => identity.Mail.To(email).Count(message => message.TextBody!.Contains(what, StringComparison.Ordinal));

        async Task PostAsync(string change)
        {
            using var changed = await api.PostAsync(new Uri($"{organisation}/clients/{clientId}/{change}", UriKind.Relative), null, Cancellation);
            Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        }
    }

    private async Task<(string Email, Guid PersonId)> AdministratorAsync()
    {
        var registered = await identity.RegisteredAsync();
        await (await identity.ApiAsync("beheerder"))
            .PostAsJsonAsync("/identity/v1/staff", new { email = registered.Email, role = "administrator" }, Cancellation);
        return registered;
    }

    private async Task<HttpClient> TokenAsync(string email)
    {
        var client = await identity.ApiAsync(null);
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await identity.Browser().SignInForTokenAsync(email, IdentityFixture.Password)).AccessToken);
        return client;
    }

    private async Task<string> OrganisationAsync() => $"/identity/v1/organisations/{await identity.RegisterOrganisationAsync()}";

    private static async Task RefusedAsync(HttpResponseMessage response)
    {
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal((HttpStatusCode.Forbidden, Own), (response.StatusCode, problem.GetProperty("code").GetString()));
    }

    private static Dictionary<string, string> Public(RSA rsa, string kid)
    {
        var jwk = JsonWebKeyConverter.ConvertFromSecurityKey(new RsaSecurityKey(rsa));
        return new() { ["kid"] = kid, ["kty"] = "RSA", ["n"] = jwk.N, ["e"] = jwk.E };
    }
}
