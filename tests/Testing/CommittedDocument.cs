using System.Text.Json;
using System.Text.Json.Nodes;
using Metropool.Testing.Servers;
using Xunit;

namespace Metropool.Testing;

/// <summary>Compares a service's OpenAPI document with the <c>openapi.json</c> that lies beside its project.</summary>
public static class CommittedDocument
{
    /// <summary>Writes the documents anew instead of comparing them.</summary>
    private const string UpdateVariable = "METROPOOL_UPDATE_OPENAPI";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document as the service serves it equals the committed one.</summary>
    public static async Task EqualsServedAsync<TProgram>(ServiceFixture<TProgram> fixture)
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
        Assert.True(committed == served, $"{path} is not what the service serves. Run this test with {UpdateVariable}=true, and commit the difference if it is meant.");
    }
}
