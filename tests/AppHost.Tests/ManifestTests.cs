using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using Metropool.Testing.Servers;

namespace Metropool.AppHost.Tests;

/// <summary>The deployment manifest of the AppHost.</summary>
public sealed partial class ManifestTests(ManifestTests.Manifest manifest) : IClassFixture<ManifestTests.Manifest>
{
    private static readonly string[] Services = ["identity", "intake", "scheduling", "internship", "assessment"];
    private static readonly string[] Secrets = ["postgres-password", "broker-password", "mail-password", "data-protection-key"];
    private static readonly string[] Settings =
        ["public-url", "trusted-proxies", "security-contact", "mail-host", "mail-from", "mail-user", "first-administrator"];

    [Fact]
    public void The_manifest_has_exactly_the_deployed_resources()
    {
        string[] deployed =
        [
            "postgres", "broker", "gateway", .. Services, .. Services.Select(name => $"{name}-db"), .. Services.Select(name => $"{name}-migrate"),
            .. Settings, .. Secrets,
            // Added by Aspire for connection strings.
            "postgres-password-uri-encoded", "broker-password-uri-encoded",
        ];

        Assert.Equal(deployed.Order(StringComparer.Ordinal), manifest.Resources.Select(resource => resource.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("DemoUsers")]
    [InlineData("Mail__Folder")]
    [InlineData("Development")]
    [InlineData("METROPOOL_")]
    [InlineData("localhost")]
    public void The_manifest_contains_nothing_of_this_machine(string text) => Assert.DoesNotContain(text, manifest.Text, StringComparison.Ordinal);

    [Fact]
    public void Every_program_listens_on_http_alone()
    {
        var bindings = manifest.Resources.Where(resource => resource.Value!["type"]!.ToString() == "project.v0")
            .ToDictionary(
                project => project.Key,
                project => project.Value!["bindings"]?.AsObject().Select(binding => $"{binding.Key} {binding.Value!["scheme"]}") ?? []);

        Assert.All(bindings, project => Assert.Equal(project.Key.EndsWith("-migrate", StringComparison.Ordinal) ? [] : ["http http"], project.Value));
        Assert.DoesNotContain("https", manifest.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Only_the_gateway_is_external() => Assert.Equal(
        ["gateway"],
        manifest.Resources.Where(resource => resource.Value!["bindings"]?.AsObject().Any(binding => binding.Value!["external"] is not null) == true)
            .Select(resource => resource.Key));

    [Fact]
    public void Passwords_and_keys_are_secret_parameters()
    {
        Assert.Equal(
            Secrets.Order(StringComparer.Ordinal),
            manifest.Resources.Where(resource => (bool?)resource.Value!["inputs"]?["value"]?["secret"] == true).Select(resource => resource.Key)
                .Order(StringComparer.Ordinal));

        var values = manifest.Resources.SelectMany(resource => resource.Value!["env"]?.AsObject().ToList() ?? [])
            .Where(variable => Secret().IsMatch(variable.Key)).Select(variable => variable.Value!.ToString()).ToHashSet();
        Assert.Equal(Secrets.Select(name => $"{{{name}.value}}").Order(StringComparer.Ordinal), values.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("PASS|Password|ProtectionKey|Secret", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    /// <summary>The manifest, as <c>dotnet run --project AppHost -- --publisher manifest --output-path FILE</c> writes it.</summary>
    public sealed class Manifest : IAsyncLifetime
    {
        /// <summary>The JSON text.</summary>
        public string Text { get; private set; } = "";

        /// <summary>The resources by name.</summary>
        public JsonObject Resources => JsonNode.Parse(Text)!["resources"]!.AsObject();

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            using var folder = new TestFolder();
            var file = Path.Combine(folder.Path, "manifest.json");
            await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
                ["--publisher", "manifest", "--output-path", file], TestContext.Current.CancellationToken);
            await using var application = await builder.BuildAsync(TestContext.Current.CancellationToken);
            await application.RunAsync(TestContext.Current.CancellationToken);
            Text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        }

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
