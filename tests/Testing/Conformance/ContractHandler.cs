using System.Collections.Concurrent;
using System.Net;
using Xunit;

namespace Metropool.Testing.Conformance;

/// <summary>
/// Checks every exchange of a client with an API against the OpenAPI document of that API: each answer, and each request that was answered with success.
/// What isn't below <c>/&lt;service&gt;/v1/</c> is no API: pages for people, health, and the endpoints of OAuth and OpenID Connect, which their own standards describe.
/// </summary>
public sealed class ContractHandler(ContractCache contracts) : DelegatingHandler
{
    /// <summary>Of a request that differs from the document on purpose, and may be answered with success all the same: its answer alone is checked.</summary>
    internal static readonly HttpRequestOptionsKey<bool> IsOdd = new("metropool-odd");

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
        await ExchangeCheck.AddFaultsAsync(contract, request, response, faults, cancellationToken);
        Assert.True(faults.Count == 0, $"{request.Method} {request.RequestUri.PathAndQuery} ({(int)response.StatusCode}) isn't as its OpenAPI document says:\n{string.Join('\n', faults)}");
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

/// <summary>The documents of services, each read and compiled once.</summary>
public sealed class ContractCache
{
    private readonly ConcurrentDictionary<string, OpenApiContract> _contracts = new(StringComparer.Ordinal);

    // Two that come at once both read it: that costs less than waiting for a reader who is cancelled.
    internal async Task<OpenApiContract> OfAsync(string service, Func<Task<string>> read) =>
        _contracts.TryGetValue(service, out var known) ? known : _contracts.GetOrAdd(service, new OpenApiContract(service, await read()));
}
