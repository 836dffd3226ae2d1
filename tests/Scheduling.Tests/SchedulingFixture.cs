using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Metropool.Http;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Tests;
using Metropool.Testing;

[assembly: AssemblyFixture(typeof(SchedulingFixture))]

// All tests share the programme time of the service, so they can't run in parallel.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Metropool.Scheduling.Tests;

/// <summary>The service on real servers.</summary>
public sealed class SchedulingFixture() : ServiceFixture<Program>("scheduling")
{
    /// <summary>The programme time at which a scenario begins: before the intake days of the edition file.</summary>
    public static DateTimeOffset Beginning { get; } = new(2025, 8, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The JSON options of the API.</summary>
    internal static JsonSerializerOptions Json { get; } = MakeJson();

    /// <summary>A person who is appointed as staff.</summary>
    internal async Task<Guid> StaffAsync(string displayName = "Medewerker 01")
    {
        var staff = Some.Staff(displayName: displayName);
        await HandledAsync(staff);
        return staff.PersonId;
    }

    /// <summary>Imports the edition file: a draft without a team.</summary>
    internal async Task<EditionDetail> ImportAsync(Guid by)
    {
        using var response = await ClientFor(TestCaller.Staff(by)).PostAsJsonAsync("/scheduling/v1/editions", EditionFile.Read());
        return await ReadAsync<EditionDetail>(response, HttpStatusCode.Created);
    }

    internal static async Task<T> ReadAsync<T>(HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode} instead of {(int)expected}: {body}");
        return JsonSerializer.Deserialize<T>(body, Json)!;
    }

    private static JsonSerializerOptions MakeJson()
    {
        var options = new JsonSerializerOptions();
        JsonRules.Apply(options);
        return options;
    }
}
