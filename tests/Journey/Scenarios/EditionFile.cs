using System.Text.Json;
using System.Text.Json.Nodes;
using Metropool.Journey.Clients;
using Metropool.Journey.Gateway;

namespace Metropool.Journey.Scenarios;

/// <summary>The file from which the editions are imported.</summary>
internal static class EditionFile
{
    /// <summary>Reads the file as JSON. Scheduling validates its content.</summary>
    /// <exception cref="JourneyException">The file is not a JSON object.</exception>
    public static async Task<JsonObject> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return JsonNode.Parse(await File.ReadAllTextAsync(path, cancellationToken)) as JsonObject
                ?? throw new JourneyException($"{path} is not an edition file: it must contain a JSON object.");
        }
        catch (JsonException e)
        {
            throw new JourneyException($"{path} is not an edition file: invalid JSON at line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}.", e);
        }
    }

    /// <summary>Imports an invalid file to get the faults that Scheduling reports.</summary>
    /// <returns>An exception with these faults, or the exception itself if Scheduling accepts the file.</returns>
    public static async Task<JourneyException> ExplainAsync(
        JsonObject edition, InvalidEditionException exception, GatewayClient gateway, Session staff, CancellationToken cancellationToken)
    {
        try
        {
            await new SchedulingClient(gateway).ImportAsync(staff, edition, cancellationToken);
            return exception;
        }
        catch (RefusedException refused) when (refused.Problem.Code is "request.invalid" or "scheduling.edition-file-invalid")
        {
            var faults = refused.Problem.Errors.Select(fault => $"{Environment.NewLine}  {fault.Where}: {fault.Detail}");
            return new JourneyException($"{refused.Problem.Detail}{string.Concat(faults)}", refused);
        }
        catch (RefusedException refused) when (refused.Problem.Code == "scheduling.edition-name-taken")
        {
            return exception;
        }
    }
}
