using System.Net.Http.Json;
using System.Text.Json;
using Metropool.Identity.Development;
using Metropool.Identity.Organisations;
using Metropool.Identity.Tests;
using Metropool.Testing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

[assembly: AssemblyFixture(typeof(IdentityFixture))]

namespace Metropool.Identity.Tests;

/// <summary>Identity as it runs in development, with its demo users. Callers are known by their real tokens.</summary>
public class IdentityFixture() : ServiceFixture<Program>("identity")
{
    public const string Password = "een lang wachtwoord";
    public const string Issuer = "http://localhost:8080/identity";
    private readonly string _folder = Directory.CreateTempSubdirectory("metropool-identity-").FullName;

    // A token lives 15 minutes, and all tests together may take longer.
    private static readonly TimeSpan TokensKept = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (string Token, DateTimeOffset Since)> _tokens = [];
    private readonly SemaphoreSlim _one = new(1);

    public string DemoUsersFile => Path.Combine(_folder, "demo-users.json");

    internal DemoUsers Demo { get; private set; } = null!;

    /// <summary>The mail that was sent.</summary>
    internal Mailbox Mail { get; private set; } = null!;

    /// <summary>What was logged, and which spans were ended.</summary>
    internal Recordings Recorded { get; } = new();

    protected override IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        KeyValuePair.Create("Metropool:Identity:DemoUsersFile", DemoUsersFile),
        KeyValuePair.Create("Metropool:Mail:Folder", Path.Combine(_folder, "mail")),

        // The tests are the gateway: what they say of where a request came from counts.
        KeyValuePair.Create("Metropool:TrustedProxies:0", "127.0.0.1"),
    ];

    /// <summary>
    /// The same service in another process, whose system clock is ahead or whose settings differ. What it clears away from the database that they share goes by
    /// the machine's time,
    /// and the first process sends the mail: by a clock that is ahead, what other tests work with has expired.
    /// </summary>
    internal ServiceApplication<Program> Another(TimeSpan ahead = default, params (string Key, string Value)[] settings) =>
        Application.WithWebHostBuilder(host =>
    {
        foreach (var (key, value) in settings)
        {
            host.UseSetting(key, value);
        }

        host.ConfigureTestServices(services =>
        {
            services.Remove(services.Single(service => service.ServiceType == typeof(IHostedService)
                && service.ImplementationFactory?.GetType().GenericTypeArguments[^1] == typeof(Metropool.Mail.MailRelay<IdentityDbContext>)));
            services.RemoveAll<TimeProvider>();
            services.AddSingleton<TimeProvider>(new ShiftedTime(ahead));
            services.AddScoped(provider => ActivatorUtilities.CreateInstance<Jobs.ExpiredDataCleanupJob>(provider, TimeProvider.System));
        });
    });

    internal static Browser BrowserOf(ServiceApplication<Program> application, string address = "http://localhost:8080", string? from = null)
    {
        var client = application.CreateClient(
            new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true, BaseAddress = new Uri(address) });
        if (from is not null)
        {
            client.DefaultRequestHeaders.Add("X-Forwarded-For", from);
        }

        return new(client);
    }

    /// <summary>Works with the database of the service.</summary>
    internal Task<T> InDatabase<T>(Func<IdentityDbContext, Task<T>> work) => base.InDatabase(work);

    /// <summary>A person with a confirmed registration: their address and id.</summary>
    internal async Task<(string Email, Guid PersonId)> RegisteredAsync(string password = Password, string callName = "Deelnemer")
    {
        var email = $"{Guid.NewGuid():N}@demo.metropool.example";
        using var asked = await Browser()
            .FillInAsync("/identity/register", ("CallName", callName), ("Surname", "Voorbeeld"), ("Email", email), ("Password", password));
        var link = await Mail.LinkToAsync(email, "/identity/register/confirm");
        using var confirmed = await Browser().FillInAsync(link, ("Password", password));
        Assert.Equal(System.Net.HttpStatusCode.OK, confirmed.StatusCode);
        return (email, await InDatabase(db => db.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync()));
    }

    /// <summary>An organisation without contacts.</summary>
    internal async Task<Guid> RegisterOrganisationAsync(string? name = null)
    {
        using var api = await ApiAsync("beheerder");
        name ??= $"Demogemeente {Guid.NewGuid():N}";
        using var response = await api.PostAsJsonAsync("/identity/v1/organisations", new { name }, TestContext.Current.CancellationToken);
        return (await response.Content.ReadFromJsonAsync<OrganisationDetail>(TestContext.Current.CancellationToken))!.OrganisationId;
    }

    /// <summary>A browser in which a person is signed in.</summary>
    internal async Task<Browser> SignedInAsync(string email, string password = Password, string? from = null)
    {
        var browser = Browser(from);
        Tests.Browser.IsTo("/identity/account", await browser.SignInAsync("/identity/sign-in", email, password));
        return browser;
    }

    /// <summary>A browser: it keeps cookies, and follows no redirect by itself. Without an address, it comes from where every test comes from.</summary>
    internal Browser Browser(string? from = null) => BrowserOf(Application, "http://localhost", from);

    /// <summary>A client with the token of a demo user, such as <c>beheerder</c>; null for an anonymous client.</summary>
    public async Task<HttpClient> ApiAsync(string? user)
    {
        var client = Application.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });
        if (user is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", await TokenOfAsync(user));
        }

        return client;
    }

    internal DemoUser User(string name) => Demo.Users.Single(user => user.UserName.StartsWith(name + "@", StringComparison.Ordinal));

    public async Task<string> TokenOfAsync(string name)
    {
        await _one.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!_tokens.TryGetValue(name, out var kept) || DateTimeOffset.UtcNow - kept.Since > TokensKept)
            {
                kept = _tokens[name] = ((await Browser().SignInForTokenAsync(User(name).UserName, User(name).Password)).AccessToken, DateTimeOffset.UtcNow);
            }

            return kept.Token;
        }
        finally
        {
            _one.Release();
        }
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Mail = new(Path.Combine(_folder, "mail"));
        Demo = File.Exists(DemoUsersFile)
            ? JsonSerializer.Deserialize<DemoUsers>(await File.ReadAllTextAsync(DemoUsersFile), JsonSerializerOptions.Web)!
            : new([], []);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _one.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    // The shared fixture would know callers by a header; here that is what is tested.
    protected override void ConfigureServices(IServiceCollection services)
    {
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme);
        Recorded.AddTo(services);
    }
}

/// <summary>Identity from which a test can take the broker away.</summary>
public sealed class IdentityWithoutBroker : IdentityFixture
{
    protected override bool HasBrokerGate => true;

    public static async Task<IdentityWithoutBroker> StartAsync()
    {
        var identity = new IdentityWithoutBroker();
        await identity.InitializeAsync();
        return identity;
    }
}
