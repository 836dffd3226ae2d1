using System.Text.Json;
using Metropool.Identity.Development;
using Metropool.Identity.Tests;
using Metropool.Testing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(IdentityFixture))]

namespace Metropool.Identity.Tests;

/// <summary>Identity as it runs in development, with its demo users. Callers are known by their real tokens.</summary>
public sealed class IdentityFixture() : ServiceFixture<Program>("identity")
{
    public const string Issuer = "http://localhost:8080/identity";
    private readonly string _folder = Directory.CreateTempSubdirectory("metropool-identity-").FullName;
    private readonly Dictionary<string, string> _tokens = [];
    private readonly SemaphoreSlim _one = new(1);

    public string DemoUsersFile => Path.Combine(_folder, "demo-users.json");

    internal DemoUsers Demo { get; private set; } = null!;

    protected override IEnumerable<KeyValuePair<string, string>> Settings => [KeyValuePair.Create("Metropool:Identity:DemoUsersFile", DemoUsersFile)];

    /// <summary>A browser: it keeps cookies, and follows no redirect by itself.</summary>
    internal Browser Browser() => new(Application.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true }));

    /// <summary>A client with the token of one of the demo users, such as <c>beheerder</c>; null for nobody.</summary>
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
            if (!_tokens.TryGetValue(name, out var token))
            {
                token = _tokens[name] = (await Browser().SignInForTokenAsync(User(name).UserName, User(name).Password)).AccessToken;
            }

            return token;
        }
        finally
        {
            _one.Release();
        }
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Demo = JsonSerializer.Deserialize<DemoUsers>(await File.ReadAllTextAsync(DemoUsersFile), JsonSerializerOptions.Web)!;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _one.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // The shared fixture would know callers by a header; here that is what is tested.
    protected override void ConfigureServices(IServiceCollection services) => services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme);
}
