using System.Text.Json;
using System.Text.Json.Nodes;
using Metropool.Testing.Servers;
using Xunit;

namespace Metropool.Testing;

/// <summary>Compares the OpenAPI document of a service with the committed <c>openapi.json</c> of its project.</summary>
public static class OpenApiFile
{
    /// <summary>Updates the files instead of comparing them.</summary>
    private const string UpdateVariable = "METROPOOL_UPDATE_OPENAPI";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Asserts that the committed file is the document that the service serves.</summary>
    public static async Task AssertCurrentAsync<TProgram>(ServiceFixture<TProgram> fixture)
        where TProgram : class
    {
        ArgumentNullException.ThrowIfNull(fixture);
        using var client = fixture.ClientFor(TestCaller.Anonymous);
        var text = await client.GetStringAsync(new Uri($"/{fixture.Service}/v1/openapi.json", UriKind.Relative));
        var served = JsonNode.Parse(text)!.ToJsonString(Indented) + "\n";
        var path = Path.Combine(Repository.Root, "services", $"{char.ToUpperInvariant(fixture.Service[0])}{fixture.Service[1..]}", "openapi.json");
        if (Environment.GetEnvironmentVariable(UpdateVariable) is "true")
        {
            await File.WriteAllTextAsync(path, served);
        }

        var committed = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        Assert.True(
            committed == served,
            $"{path} is outdated. Run this test with {UpdateVariable}=true, and commit the file if the change is intended.");
    }
}
