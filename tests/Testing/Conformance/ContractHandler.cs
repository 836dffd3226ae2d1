using System.Collections.Concurrent;
using System.Net;
using Xunit;

namespace Metropool.Testing.Conformance;

/// <summary>
/// Checks every response, and every successful request, against the OpenAPI document of the service. Paths that are not below <c>/&lt;service&gt;/v1/</c> don't
/// belong to an API: pages, health checks, and the endpoints of OAuth and OpenID Connect.
/// </summary>
public sealed class ContractHandler(ContractCache contracts) : DelegatingHandler
{
    /// <summary>Marks a request that violates the document on purpose, but may succeed. Only its response is checked.</summary>
    internal static readonly HttpRequestOptionsKey<bool> IsMalformed = new("metropool-malformed");

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (path.Split('/') is not ["", { Length: > 0 } service, "v1", _, ..])
        {
            return response;
        }

        var contract = await contracts.OfAsync(service, () => ReadAsync(new(request.RequestUri, $"/{service}/v1/openapi.json"), cancellationToken));
        if (path == contract.Address)
        {
            return response;
        }

        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var faults = new List<string>();
        await ContractCheck.AddFaultsAsync(contract, request, response, faults, cancellationToken);
        var exchange = $"{request.Method} {request.RequestUri.PathAndQuery} ({(int)response.StatusCode})";
        Assert.True(faults.Count == 0, $"{exchange} violates the OpenAPI document:\n{string.Join('\n', faults)}");
        return response;
    }

    private async Task<string> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await base.SendAsync(request, cancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }
}

/// <summary>A cache of the OpenAPI documents of services.</summary>
public sealed class ContractCache
{
    private readonly ConcurrentDictionary<string, OpenApiContract> _contracts = new(StringComparer.Ordinal);

    // Concurrent callers can both read the document. That avoids waiting for a caller that is cancelled.
    internal async Task<OpenApiContract> OfAsync(string service, Func<Task<string>> read) =>
        _contracts.TryGetValue(service, out var known) ? known : _contracts.GetOrAdd(service, new OpenApiContract(service, await read()));
}
