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
/// Identity behind the gateway as an installation has them: outside Development, and behind a proxy that has taken the TLS off, which is the test.
/// The AppHost doesn't start that; the servers are its own.
/// </summary>
public sealed class PublishedPlatform(PlatformFixture platform) : IAsyncLifetime
{
    /// <summary>The address that the world knows.</summary>
    public const string PublicUrl = "https://metropool.example";

    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(4);

    private readonly Uri _identityUrl = FreeUrl();
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly List<Running> _running = [];
    private TestDatabase? _database;
    private TestVhost? _vhost;

    /// <summary>The address of the gateway.</summary>
    public Uri Url { get; } = FreeUrl();

    /// <summary>Runs a command of Identity's program to its end, beside the one that serves.</summary>
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
        _database = TestDatabase.Named(platform.Servers, "published");
        _vhost = await TestVhost.CreateAsync(platform.Servers, "published");
        var (exitCode, _, error) = await RunIdentityAsync("migrate");
        Assert.True(exitCode == 0, error);
        await Task.WhenAll(ServeAsync<Projects.Identity>(_identityUrl), ServeAsync<Projects.Gateway>(Url));
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

        foreach (var made in ((IAsyncDisposable?[])[_database, _vhost]).OfType<IAsyncDisposable>())
        {
            await made.DisposeAsync();
        }
    }

    private static Uri FreeUrl() => new($"http://127.0.0.1:{LocalPorts.Next()}");

    private async Task ServeAsync<TProject>(Uri url)
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
                    Assert.Fail($"It has ended: {await running.Output}{await running.Error}");
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
            StartBound);
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
