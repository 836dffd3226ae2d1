using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Participations;
using Metropool.Scheduling.Tests;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

[assembly: AssemblyFixture(typeof(SchedulingFixture))]

// Programme time is one for the whole service: a test that moves it must be alone.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Metropool.Scheduling.Tests;

/// <summary>The service on real servers, and what most tests begin with.</summary>
public sealed class SchedulingFixture() : ServiceFixture<Program>("scheduling")
{
    private static int _count;

    /// <summary>Where the fixture's programme time begins: before the intake days of the example edition.</summary>
    public static DateTimeOffset Beginning { get; } = new(2025, 8, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>JSON as the API speaks it.</summary>
    internal static JsonSerializerOptions Json { get; } = MakeJson();

    /// <summary>The edition file of the repository, with a name that no other test has.</summary>
    internal static JsonObject EditionFile()
    {
        var file = (JsonObject)JsonNode.Parse(File.ReadAllText(EditionFilePath))!;
        file["name"] = $"Metropool {Interlocked.Increment(ref _count)}";
        return file;
    }

    internal static string EditionFilePath { get; } = Path.Combine(AppContext.BaseDirectory, "editions", "metropool-24.json");

    /// <summary>Somebody who is appointed as staff.</summary>
    internal async Task<Guid> StaffAsync(string displayName = "Medewerker 01")
    {
        var staff = Some.Staff(displayName: displayName);
        await PublishAsync(staff);
        await Eventually.TrueAsync(() => InDatabase((SchedulingDbContext db) => db.People.AnyAsync(p => p.PersonId == staff.PersonId && p.IsStaff)), "the appointment is known");
        return staff.PersonId;
    }

    /// <summary>An edition as the file has it, as a draft without a team.</summary>
    internal async Task<EditionView> ImportAsync(Guid by)
    {
        using var response = await ClientFor(TestCaller.Staff(by)).PostAsJsonAsync("/scheduling/v1/editions", EditionFile());
        return await ReadAsync<EditionView>(response, HttpStatusCode.Created);
    }

    /// <summary>An edition with a whole team, open for applications.</summary>
    internal async Task<TestEdition> OpenEditionAsync()
    {
        Clock.AdjustTime(Beginning);
        var (dean, manager, project, trainer) = (await StaffAsync("Decaan"), await StaffAsync("Opleidingsmanager"), await StaffAsync("Projectmanager"), await StaffAsync("Trainer"));
        var edition = await ImportAsync(manager);
        var (administrator, lead) = (ClientFor(TestCaller.Administrator(Some.Id())), ClientFor(TestCaller.Staff(dean)));
        foreach (var (by, person, part) in new[]
        {
            (administrator, dean, TeamPart.Dean), (lead, manager, TeamPart.ProgrammeManager), (lead, project, TeamPart.ProjectManager), (lead, trainer, TeamPart.Trainer),
        })
        {
            await by.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/editions/{edition.Id}/team", new { personId = person, part, from = "2025-01-01" });
        }

        await lead.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/editions/{edition.Id}/opening");
        return new(this, edition.Id, edition.Name, dean, manager, project, trainer);
    }

    /// <summary>An edition that is released.</summary>
    internal async Task<TestEdition> ReleasedEditionAsync()
    {
        var edition = await OpenEditionAsync();
        await edition.ReleaseAsync();
        return edition;
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

/// <summary>An edition with its team, and what tests do in it.</summary>
internal sealed record TestEdition(SchedulingFixture Fixture, Guid Id, string Name, Guid DeanId, Guid ManagerId, Guid ProjectManagerId, Guid TrainerId)
{
    public string Path => $"/scheduling/v1/editions/{Id}";

    public HttpClient Dean => Fixture.ClientFor(TestCaller.Staff(DeanId));

    public HttpClient Manager => Fixture.ClientFor(TestCaller.Staff(ManagerId));

    public HttpClient ProjectManager => Fixture.ClientFor(TestCaller.Staff(ProjectManagerId));

    public HttpClient Trainer => Fixture.ClientFor(TestCaller.Staff(TrainerId));

    /// <summary>The version as it is shown.</summary>
    public async Task<long> VersionAsync() => (await Manager.SendOkAsync(HttpMethod.Get, Path)).GetProperty("version").GetInt64();

    /// <summary>Releases it, as the programme manager sees it now.</summary>
    public async Task ReleaseAsync() => await Manager.SendOkAsync(
        HttpMethod.Post, $"{Path}/release", new { version = await VersionAsync(), acknowledgement = new { reason = "De data worden nog bevestigd." } });

    /// <summary>A submitted application that is known here.</summary>
    public async Task<ApplicationSubmitted> ApplicationAsync()
    {
        var application = Some.Application(Id);
        await Fixture.PublishAsync(application);
        await Eventually.TrueAsync(
            () => Fixture.InDatabase((SchedulingDbContext db) => db.Applications.AnyAsync(a => a.ApplicationId == application.ApplicationId)), "the application is known");
        return application;
    }

    /// <summary>A participation, by an admission as Intake publishes it.</summary>
    public async Task<Participation> ParticipationAsync(params IReadOnlyList<EmployerPeriod> employers)
    {
        var admission = Some.Admission(Id, employers: employers.Count > 0 ? employers : null);
        await Fixture.PublishAsync(admission);
        return await Eventually.ValueAsync(
            () => Fixture.InDatabase((SchedulingDbContext db) => db.Participations.SingleOrDefaultAsync(p => p.ApplicationId == admission.ApplicationId)), "the participation is there");
    }

    /// <summary>Asks to take a participation over to another edition.</summary>
    public async Task<JsonElement> AskTransferAsync(Guid participationId, TestEdition next) =>
        await Dean.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/participations/{participationId}/transfer", new { editionId = next.Id });

    /// <summary>Has Intake answer whether there is a place, and waits until that is handled.</summary>
    public Task AnswerTransferAsync(Guid participationId, Guid requestId, TestEdition next, bool granted = true) => Fixture.HandledAsync(new TransferPlaceAnswered
    {
        RequestId = requestId,
        Version = 1,
        OccurredAt = Fixture.Clock.GetUtcNow(),
        ParticipationId = participationId,
        EditionId = next.Id,
        Granted = granted,
    });

    /// <summary>Takes a participation over to another edition, where Intake has a place for it.</summary>
    public async Task<JsonElement> TransferAsync(Guid participationId, TestEdition next)
    {
        var asked = await AskTransferAsync(participationId, next);
        await AnswerTransferAsync(participationId, asked.GetProperty("transferRequest").GetProperty("id").GetGuid(), next);
        return await next.Manager.SendOkAsync(HttpMethod.Get, $"/scheduling/v1/participations/{participationId}");
    }

    /// <summary>A module day from 09:30 to 17:00.</summary>
    public async Task<Guid> DayAsync(int module, string date) =>
        (await Manager.SendOkAsync(HttpMethod.Post, $"{Path}/module-days", new { moduleNumber = module, date, startsAt = "09:30:00", endsAt = "17:00:00", demo = true }))
        .GetProperty("id").GetGuid();

    /// <summary>What an interview booking asks for.</summary>
    public object Booking(ApplicationSubmitted application, string startsAt) => new
    {
        kind = "intake",
        editionId = Id,
        applicationId = application.ApplicationId,
        startsAt,
        panel = new[] { new { personId = DeanId, part = "dean" }, new { personId = ManagerId, part = "programmeManager" } },
    };
}

internal static class Requests
{
    private static readonly JsonSerializerOptions Sent = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Sends a request that has to succeed.</summary>
    public static async Task<JsonElement> SendOkAsync(this HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using var response = await client.SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text.Length == 0 ? "null" : text).RootElement;
    }

    /// <summary>Sends a request that has to be refused with a code.</summary>
    public static async Task<JsonElement> SendRefusedAsync(this HttpClient client, HttpMethod method, string path, object? body, string code)
    {
        using var response = await client.SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.False(response.IsSuccessStatusCode, $"{method} {path} was not refused: {text}");
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        return problem;
    }

    public static async Task<HttpResponseMessage> SendAsync(this HttpClient client, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: Sent);
        return await client.SendAsync(request);
    }

    /// <summary>The places of a problem's faults with their codes.</summary>
    public static IReadOnlyList<string> Faults(this JsonElement problem) =>
        [.. problem.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("where").GetString()} {e.GetProperty("code").GetString()}")];
}
