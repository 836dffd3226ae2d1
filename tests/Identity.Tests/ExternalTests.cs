using System.Net;
using System.Security.Claims;
using Metropool.Contracts.Identity;
using Metropool.Identity.External;
using Metropool.Testing;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Metropool.Identity.Tests;

/// <summary>Signing in with another provider: a second Identity, with its own people.</summary>
public sealed class ExternalTests : IAsyncLifetime
{
    private const string ExternalPath = "/identity/sign-in/external";
    private readonly ForeignIdentity _foreign = new();
    private LocalIdentity _local = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _foreign.InitializeAsync();
        await _foreign.InScope(async services =>
        {
            await services.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(
                new OpenIddictApplicationDescriptor
                {
                    ClientId = LocalIdentity.ClientId,
                    ClientType = ClientTypes.Public,
                    ConsentType = ConsentTypes.Implicit,
                    RedirectUris = { new Uri("http://localhost:8080/identity/sign-in/external/callback") },
                    Permissions =
                    {
                        Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.GrantTypes.AuthorizationCode,
                        Permissions.ResponseTypes.Code,
                        Permissions.Scopes.Profile, Permissions.Scopes.Email,
                    },
                },
                Cancellation);
            return true;
        });
        _local = new LocalIdentity(_foreign);
        await _local.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _local.DisposeAsync();
        await _foreign.DisposeAsync();
    }

    [Fact]
    public async Task A_person_without_an_account_gets_one_and_is_recognised_the_next_time()
    {
        var (email, foreignId) = await _foreign.RegisteredAsync();
        var browser = _local.Browser();
        var to = await ComeBackAsync(browser, email);
        Browser.IsTo("/identity/sign-in/external/new", to);
        var page = await browser.OpenAsync(to.Headers.Location!.OriginalString);
        Assert.Equal("Deelnemer", page.GetElementById("CallName")!.GetAttribute("value"));

        Browser.IsTo("/identity/account", await browser.SendAsync(page, []));

        var personId = await _local.InDatabase(db => db.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Cancellation));
        Assert.NotEqual(foreignId, personId);
        Assert.Equal("Deelnemer Voorbeeld", (await _local.Events.PublishedAsync<PersonChanged>(e => e.PersonId == personId)).DisplayName);
        var again = _local.Browser();
        Browser.IsTo("/identity/account", await ComeBackAsync(again, email));
        var token = new JsonWebToken((await again.SignInForTokenAgainAsync()).AccessToken);
        Assert.Equal((personId.ToString(), "fed"), (token.Subject, token.GetClaim("amr").Value));
    }

    [Fact]
    public async Task An_existing_account_is_linked_after_its_owner_has_signed_in()
    {
        var (email, _) = await _foreign.RegisteredAsync("het wachtwoord van daar");
        var personId = await RegisterHereAsync(email);
        var browser = _local.Browser();
        var to = await ComeBackAsync(browser, email, "het wachtwoord van daar");
        Browser.IsTo("/identity/sign-in/external/link", to);
        Browser.IsTo("/identity/sign-in", await browser.GetAsync("/identity/account"));

        using var wrong = await browser.FillInAsync(to.Headers.Location!.OriginalString, ("Password", "het wachtwoord van daar"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.False(await _local.InDatabase(db => db.UserLogins.AnyAsync(l => l.UserId == personId, Cancellation)));
        Browser.IsTo("/identity/account", await browser.FillInAsync(to.Headers.Location!.OriginalString, ("Password", IdentityFixture.Password)));

        await _local.Mail.SayingAsync(email, "Je account is gekoppeld");
        var again = _local.Browser();
        Browser.IsTo("/identity/account", await ComeBackAsync(again, email, "het wachtwoord van daar"));
        Assert.Equal(personId.ToString(), new JsonWebToken((await again.SignInForTokenAgainAsync()).AccessToken).Subject);
    }

    [Fact]
    public async Task Another_account_is_not_linked()
    {
        var (email, _) = await _foreign.RegisteredAsync();
        await RegisterHereAsync(email);
        var other = $"{Guid.NewGuid():N}@demo.metropool.example";
        var otherId = await RegisterHereAsync(other);
        var browser = _local.Browser();
        await ComeBackAsync(browser, email);

        Browser.IsTo("/identity/account", await browser.SignInAsync("/identity/sign-in", other, IdentityFixture.Password));

        Assert.False(await _local.InDatabase(db => db.UserLogins.AnyAsync(l => l.UserId == otherId, Cancellation)));
    }

    [Fact]
    public async Task An_unverified_address_links_and_makes_no_account()
    {
        var (email, foreignId) = await _foreign.RegisteredAsync();
        await using var careless = With(options => options.Events.OnTicketReceived = context => ForgetAsync(context.Principal!, "email_verified"));
        var browser = IdentityFixture.BrowserOf(careless);
        var to = await ComeBackAsync(browser, email);

        Assert.True(to.StatusCode is HttpStatusCode.BadRequest, $"{to.StatusCode} {to.Headers.Location}");
        Assert.NotEqual(Guid.Empty, foreignId);
        Assert.False(await _local.InDatabase(db => db.Users.AnyAsync(a => a.Email == email, Cancellation)));
    }

    [Fact]
    public async Task An_address_is_verified_also_if_only_the_user_info_says_so()
    {
        var (email, _) = await _foreign.RegisteredAsync();
        await using var sparing = With(options => options.Events.OnTokenValidated += context => ForgetAsync(context.Principal!, "email_verified"));

        Browser.IsTo("/identity/sign-in/external/new", await ComeBackAsync(IdentityFixture.BrowserOf(sparing), email));
    }

    [Theory]
    [InlineData("true", null, "/identity/sign-in/external/new")]
    [InlineData("true", "false", null)]
    [InlineData("false", null, null)]
    public async Task The_setting_counts_addresses_as_verified_unless_the_provider_says_otherwise(string vouches, string? said, string? path)
    {
        var (email, _) = await _foreign.RegisteredAsync();
        await using var silent = With(
            options => options.Events.OnTicketReceived = async context =>
            {
                await ForgetAsync(context.Principal!, "email_verified");
                context.Principal!.Identities.First().AddClaims(said is null ? [] : [new("email_verified", said)]);
            },
            ("Metropool:Identity:ExternalProvider:AddressesAreVerified", vouches));

        Assert.Equal(path, (await ComeBackAsync(IdentityFixture.BrowserOf(silent), email)).Headers.Location?.OriginalString.Split('?')[0]);
    }

    [Fact]
    public async Task Unlinking_the_provider_ends_other_sessions_and_notifies_the_owner()
    {
        var (email, _) = await _foreign.RegisteredAsync();
        var personId = await RegisterHereAsync(email);
        var (here, elsewhere) = (_local.Browser(), await _local.SignedInAsync(email));
        var to = await ComeBackAsync(here, email);
        await here.FillInAsync(to.Headers.Location!.OriginalString, ("Password", IdentityFixture.Password));

        using var done = await here.SendAsync(await here.OpenAsync("/identity/account"), [], "/identity/account/providers/removal");

        Browser.IsTo("/identity/account", done);
        Assert.Contains(
            "Op andere plaatsen ben je uitgelogd",
            (await here.OpenAsync(done.Headers.Location!.OriginalString)).QuerySelector("[role=status]")!.TextContent,
            StringComparison.Ordinal);
        Browser.IsTo("/identity/sign-in", await elsewhere.GetAsync("/identity/account"));
        Assert.False(await _local.InDatabase(db => db.UserLogins.AnyAsync(l => l.UserId == personId, Cancellation)));
        await _local.Mail.SayingAsync(email, "Een koppeling met een andere inlogdienst is van je account verwijderd");
    }

    [Fact]
    public async Task Declining_at_the_provider_shows_a_page_and_the_sign_in_page_names_the_provider()
    {
        var page = await _local.Browser().OpenAsync("/identity/sign-in");
        Assert.Contains("Inloggen met Gemeentelijke inlog", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        var browser = _local.Browser();
        using var started = await browser.GetAsync(ExternalPath);
        var state = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(started.Headers.Location!.Query)["state"].ToString();
        using var declined = await browser.GetAsync($"/identity/sign-in/external/callback?error=access_denied&state={Uri.EscapeDataString(state)}");
        Browser.IsTo("/identity/sign-in/external/failed", declined);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync(declined.Headers.Location!.OriginalString)).StatusCode);
    }

    private ServiceApplication<Program> With(Action<OpenIdConnectOptions> change, params (string Key, string Value)[] settings) =>
        _local.Application.WithWebHostBuilder(host =>
    {
        foreach (var (key, value) in settings)
        {
            host.UseSetting(key, value);
        }

        host.ConfigureTestServices(services => services.PostConfigure(ExternalProvider.Scheme, change));
    });

    private static Task ForgetAsync(ClaimsPrincipal person, string type)
    {
        foreach (var claim in person.FindAll(type).ToList())
        {
            claim.Subject!.RemoveClaim(claim);
        }

        return Task.CompletedTask;
    }

    // Out to the other provider, signed in there, and back.
    private async Task<HttpResponseMessage> ComeBackAsync(Browser browser, string email, string password = IdentityFixture.Password)
    {
        using var started = await browser.GetAsync(ExternalPath);
        Assert.StartsWith($"{ForeignIdentity.Address}/identity/connect/authorize?", started.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var there = IdentityFixture.BrowserOf(_foreign.Application, ForeignIdentity.Address);
        using var asked = await there.GetAsync(started.Headers.Location.PathAndQuery);
        using var signedIn = await there.SignInAsync(asked.Headers.Location!.OriginalString, email, password);
        using var back = await there.GetAsync(signedIn.Headers.Location!.OriginalString);
        Assert.StartsWith("http://localhost:8080/identity/sign-in/external/callback?", back.Headers.Location!.OriginalString, StringComparison.Ordinal);
        using var received = await browser.GetAsync(back.Headers.Location.PathAndQuery);
        Browser.IsTo("/identity/sign-in/external/after", received);
        return await browser.GetAsync(received.Headers.Location!.OriginalString);
    }

    private async Task<Guid> RegisterHereAsync(string email)
    {
        await _local.Browser()
            .FillInAsync("/identity/register", ("CallName", "Deelnemer"), ("Surname", "Voorbeeld"), ("Email", email), ("Password", IdentityFixture.Password));
        await _local.Browser().FillInAsync(await _local.Mail.LinkToAsync(email, "/identity/register/confirm"), ("Password", IdentityFixture.Password));
        return await _local.InDatabase(db => db.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Cancellation));
    }

    private sealed class ForeignIdentity : IdentityFixture
    {
        public const string Address = "http://foreign.example:8090";

        protected override IEnumerable<KeyValuePair<string, string>> Settings => [.. base.Settings, KeyValuePair.Create("Metropool:PublicUrl", Address)];
    }

    private sealed class LocalIdentity(ForeignIdentity foreign) : IdentityFixture
    {
        public const string ClientId = "metropool-here";

        protected override IEnumerable<KeyValuePair<string, string>> Settings =>
        [
            .. base.Settings,
            KeyValuePair.Create("Metropool:Identity:ExternalProvider:Name", "Gemeentelijke inlog"),
            KeyValuePair.Create("Metropool:Identity:ExternalProvider:Authority", $"{ForeignIdentity.Address}/identity"),
            KeyValuePair.Create("Metropool:Identity:ExternalProvider:ClientId", ClientId),
        ];

        protected override void ConfigureServices(IServiceCollection services)
        {
            base.ConfigureServices(services);
            services.Configure<OpenIdConnectOptions>(ExternalProvider.Scheme, options => options.BackchannelHttpHandler = foreign.Application.CreateHandler());
        }
    }
}
