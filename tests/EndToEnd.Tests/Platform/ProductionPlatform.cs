using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Aspire.Hosting;
using Metropool.AppHost.Local;
using Metropool.LocalServers;
using Metropool.Testing;
using Metropool.Testing.Servers;

namespace Metropool.EndToEnd.Tests.Platform;

/// <summary>
/// Identity behind the gateway, in the Production environment and behind a proxy that terminates TLS. The test acts as that proxy. The servers are those of
/// the platform that the AppHost started.
/// </summary>
public sealed class ProductionPlatform(PlatformFixture platform) : IAsyncLifetime
{
    /// <summary>The public address.</summary>
    public const string PublicUrl = "https://metropool.example";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(4);

    private readonly Uri _identityUrl = FreeUrl();
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly List<Running> _running = [];
    private TestDatabase? _database;
    private TestVhost? _vhost;

    /// <summary>The address of the gateway.</summary>
    public Uri Url { get; } = FreeUrl();

    /// <summary>Runs a command of Identity in another process, and waits for its end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunIdentityAsync(string command)
    {
        var (process, output, error) = Start<Projects.Identity>(_identityUrl, command);
        using (process)
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output, await error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _database = TestDatabase.Named(platform.Servers, "production");
        _vhost = await TestVhost.CreateAsync(platform.Servers, "production");
        var (exitCode, _, error) = await RunIdentityAsync("migrate");
        Assert.True(exitCode == 0, error);
        await Task.WhenAll(StartServerAsync<Projects.Identity>(_identityUrl), StartServerAsync<Projects.Gateway>(Url));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var (process, _, _) in _running)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        foreach (var resource in ((IAsyncDisposable?[])[_database, _vhost]).OfType<IAsyncDisposable>())
        {
            await resource.DisposeAsync();
        }
    }

    private static Uri FreeUrl() => new($"http://127.0.0.1:{LocalPorts.Next()}");

    private async Task StartServerAsync<TProject>(Uri url)
        where TProject : IProjectMetadata, new()
    {
        var running = Start<TProject>(url);
        _running.Add(running);
        using var http = new HttpClient { BaseAddress = url };
        await Eventually.TrueAsync(
            async () =>
            {
                if (running.Process.HasExited)
                {
                    Assert.Fail($"{typeof(TProject).Name} has ended: {await running.Output}{await running.Error}");
                }

                try
                {
                    using var response = await http.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);
                    return response.StatusCode == HttpStatusCode.OK;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            $"{typeof(TProject).Name} is healthy",
            StartTimeout);
    }

    private Running Start<TProject>(Uri url, params IEnumerable<string> arguments)
        where TProject : IProjectMetadata, new()
    {
        var program = ProjectResourceExtensions.ProgramOf(new TProject());
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        foreach (var (name, value) in ((string, string)[])
        [
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("ASPNETCORE_URLS", url.AbsoluteUri),
            ("ConnectionStrings__identity", _database!.ConnectionString),
            ("ConnectionStrings__broker", _vhost!.Address.ToString()),
            ("services__identity__http__0", _identityUrl.AbsoluteUri),
            ("Metropool__PublicUrl", PublicUrl),
            ("Metropool__TrustedProxies__0", "127.0.0.0/8"),
            ("Metropool__Gateway__Security__Contacts__0", "mailto:security@metropool.example"),
            ("Metropool__Identity__DataProtectionKeys__0", _key),
            ("Metropool__Mail__Host", "127.0.0.1"),
            ("Metropool__Mail__From", "metropool@metropool.example"),
        ])
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        return new(process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    private sealed record Running(Process Process, Task<string> Output, Task<string> Error);
}
