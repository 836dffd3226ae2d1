using System.Text.Json;
using System.Text.Json.Nodes;
using Metropool.Journey.Clients;
using Metropool.Journey.Gateway;

namespace Metropool.Journey.Play;

/// <summary>The file that the editions are made from.</summary>
internal static class EditionFile
{
    /// <summary>Reads it as JSON; whether it is an edition is for Scheduling to say.</summary>
    /// <exception cref="JourneyException">It is no JSON object; says where it stops being one.</exception>
    public static async Task<JsonObject> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return JsonNode.Parse(await File.ReadAllTextAsync(path, cancellationToken)) as JsonObject
                ?? throw new JourneyException($"{path} is no edition file: it is no JSON object.");
        }
        catch (JsonException e)
        {
            throw new JourneyException($"{path} is no edition file: at line {e.LineNumber + 1}, position {e.BytePositionInLine + 1} it stops being JSON.", e);
        }
    }

    /// <summary>Why a file that the demonstration can't read isn't played: what Scheduling has against it, else what the demonstration has.</summary>
    public static async Task<JourneyException> ComplaintAsync(JsonObject edition, CalendarException unplanned, GatewayClient gateway, Session staff, CancellationToken cancellationToken)
    {
        try
        {
            await new SchedulingClient(gateway).ImportAsync(staff, edition, cancellationToken);
            return unplanned;
        }
        catch (RefusedException refused) when (refused.Problem.Code == "scheduling.edition-file-invalid")
        {
            return new JourneyException($"{refused.Problem.Detail}{string.Concat(refused.Problem.Errors.Select(fault => $"{Environment.NewLine}  {fault.Where}: {fault.Detail}"))}", refused);
        }
        catch (RefusedException refused) when (refused.Problem.Code == "scheduling.edition-name-taken")
        {
            return unplanned;
        }
    }
}
