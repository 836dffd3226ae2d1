using System.Net;
using Metropool.Identity.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Metropool.Identity.Tests;

/// <summary>The first administrator is named by the configuration.</summary>
public sealed class FirstAdministratorTests
{
    private const string Email = "eerste.beheerder@demo.metropool.example";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_an_administrator_one_invitation_is_mailed_over_restarts_and_replicas()
    {
        await using var identity = new WithoutAdministrator();
        await identity.InitializeAsync();
        var link = await identity.Mail.LinkToAsync(Email, "/identity/invitation");
        await using var replica = identity.Another();
        await using var other = identity.Another();
        await Task.WhenAll(InviteAsync(replica.Services), InviteAsync(other.Services), InviteAsync(identity.Application.Services));
        Assert.Equal(1, await InvitationsAsync(identity));

        // An expired invitation is replaced.
        await identity.InDatabase(db => db.Invitations.ExecuteUpdateAsync(set => set.SetProperty(i => i.ExpiresAt, i => i.InvitedAt), Cancellation));
        await InviteAsync(identity.Application.Services);
        Assert.Equal(2, await InvitationsAsync(identity));
        link = await identity.Mail.LinkToAsync(Email, "/identity/invitation", exceptFor: link);

        Assert.Equal(
            HttpStatusCode.OK,
            (await identity.Browser().FillInAsync(link, ("CallName", "Eerste"), ("Surname", "Beheerder"), ("Password", IdentityFixture.Password))).StatusCode);
        Assert.Equal(
            "administrator",
            new JsonWebToken((await identity.Browser().SignInForTokenAsync(Email, IdentityFixture.Password)).AccessToken).GetClaim("role").Value);
        await InviteAsync(replica.Services);
        Assert.Equal(2, await InvitationsAsync(identity));
    }

    private static Task<int> InvitationsAsync(IdentityFixture identity) =>
        identity.InDatabase(db => db.Invitations.CountAsync(Cancellation));

    private static async Task InviteAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<FirstAdministratorJob>().RunAsync(Cancellation);
    }

    private sealed class WithoutAdministrator : IdentityFixture
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings =>
        [
            .. base.Settings.Where(setting => !setting.Key.EndsWith("DemoUsersFile", StringComparison.Ordinal)),
            KeyValuePair.Create("Metropool:Identity:FirstAdministrator:Email", Email),
        ];
    }
}
