using System.Text.Json;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Gateway.Operators;

/// <summary><c>/services</c>: the state of all services, on the operators' port only.</summary>
internal static class ServiceStates
{
    private const string ClientName = "states";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    public static void AddServiceStates(this IServiceCollection services)
    {
#pragma warning disable EXTEXP0001 // RemoveAllResilienceHandlers is experimental. The state is requested without retries.
        services.AddHttpClient(ClientName, http => http.Timeout = Timeout).RemoveAllResilienceHandlers().RemoveAllLoggers();
#pragma warning restore EXTEXP0001
    }

    public static void MapServiceStates(this WebApplication app) => app.MapGet("/services", GetAsync).WithHead();

    private static async Task<Results<Ok<Dictionary<string, ServiceState>>, NotFound>> GetAsync(
        HttpContext context, IHttpClientFactory clients, CancellationToken cancellationToken)
    {
        if (!context.IsFromOperators())
        {
            return TypedResults.NotFound();
        }

        using var http = clients.CreateClient(ClientName);
        var states = await Task.WhenAll(Proxying.Services.All.Select(async service => (service, state: await StateOfAsync(http, service, cancellationToken))));
        return TypedResults.Ok(states.ToDictionary(s => s.service, s => s.state));
    }

    private static async Task<ServiceState> StateOfAsync(HttpClient http, string service, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri($"http://{service}/health"), cancellationToken);
            var health = JsonElement.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            return new(response.IsSuccessStatusCode, health, null);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(false, null, e.Message);
        }
    }

    private sealed record ServiceState(bool Ready, JsonElement? Health, string? Reason);
}
