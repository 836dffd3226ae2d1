using System.Text.Json.Nodes;
using Xunit;

namespace Metropool.Testing.Conformance;

/// <summary>
/// Tests a running service against the NL API Design Rules and the further rules of the platform, with requests to every operation of its OpenAPI document.
/// The test project of a service has a derived class. New endpoints are tested without further code.
/// </summary>
public abstract partial class ConformanceTests<TProgram>(ServiceFixture<TProgram> fixture)
    where TProgram : class
{
    /// <summary>A client that all policies allow, so that the faults of a request are reported. No data belongs to the caller.</summary>
    protected virtual Task<HttpClient> AuthorizedClientAsync() => Task.FromResult(fixture.PlainClientFor(TestCaller.WithAllRoles(Some.Id())));

    /// <summary>The names of operations that would affect other tests. They get invalid requests only.</summary>
    protected virtual IReadOnlyCollection<string> ExcludedOperations => [];

    private HttpClient AnonymousClient => fixture.PlainClientFor(TestCaller.Anonymous);

    private bool IsExcluded(ApiOperation operation) => ExcludedOperations.Contains(operation.Description["operationId"]!.ToString());

    private static void Expect(List<string> faults, bool condition, string fault)
    {
        if (!condition)
        {
            faults.Add(fault);
        }
    }

    private static void AssertNone(List<string> faults) => Assert.True(faults.Count == 0, string.Join('\n', faults));

    private async Task<JsonObject> DocumentAsync()
    {
        var text = await AnonymousClient.GetStringAsync(new Uri($"/{fixture.Service}/v1/openapi.json", UriKind.Relative));
        return JsonNode.Parse(text)!.AsObject();
    }

    private IReadOnlyList<ApiOperation> Operations(JsonObject document) =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           where operation.Key is "get" or "post" or "put" or "patch" or "delete"
           select new ApiOperation(document, $"/{fixture.Service}/v1", path.Key, operation.Key.ToUpperInvariant(), operation.Value!.AsObject()),
    ];

    private async Task ForEachOperationAsync(Func<ApiOperation, OperationProbe, Task> check)
    {
        var document = await DocumentAsync();
        var probe = new OperationProbe(await AuthorizedClientAsync(), document["info"]!["version"]!.ToString());
        foreach (var operation in Operations(document))
        {
            probe.SetOperation(operation);
            await check(operation, probe);
        }

        AssertNone(probe.Faults);
    }
}
