using System.Text.Json;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Participations;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Tests;

/// <summary>An edition with a complete team and their clients, created through the API.</summary>
internal sealed record Scenario(SchedulingFixture Fixture, Guid Id, string Name, Guid DeanId, Guid ManagerId, Guid ProjectManagerId, Guid TrainerId)
{
    public string Path => $"/scheduling/v1/editions/{Id}";

    public HttpClient Dean => Fixture.ClientFor(TestCaller.Staff(DeanId));

    public HttpClient Manager => Fixture.ClientFor(TestCaller.Staff(ManagerId));

    public HttpClient ProjectManager => Fixture.ClientFor(TestCaller.Staff(ProjectManagerId));

    public HttpClient Trainer => Fixture.ClientFor(TestCaller.Staff(TrainerId));

    /// <summary>An edition that is open for applications.</summary>
    public static async Task<Scenario> CreateAsync(SchedulingFixture fixture)
    {
        fixture.Clock.AdjustTime(SchedulingFixture.Beginning);
        var (dean, manager) = (await fixture.StaffAsync("Decaan"), await fixture.StaffAsync("Opleidingsmanager"));
        var (project, trainer) = (await fixture.StaffAsync("Projectmanager"), await fixture.StaffAsync("Trainer"));
        var edition = await fixture.ImportAsync(manager);
        var scenario = new Scenario(fixture, edition.Id, edition.Name, dean, manager, project, trainer);
        await AppointAsync(fixture.ClientFor(TestCaller.Administrator(Some.Id())), dean, TeamRole.Dean);
        await AppointAsync(scenario.Dean, manager, TeamRole.ProgrammeManager);
        await AppointAsync(scenario.Dean, project, TeamRole.ProjectManager);
        await AppointAsync(scenario.Dean, trainer, TeamRole.Trainer);
        await scenario.Dean.SendOkAsync(HttpMethod.Post, $"{scenario.Path}/opening");
        return scenario;

        Task AppointAsync(HttpClient client, Guid personId, TeamRole role) =>
            client.SendOkAsync(HttpMethod.Post, $"{scenario.Path}/team", new { personId, role, from = "2025-01-01" });
    }

    /// <summary>An edition whose programme is released.</summary>
    public static async Task<Scenario> CreateReleasedAsync(SchedulingFixture fixture)
    {
        var scenario = await CreateAsync(fixture);
        await scenario.ReleaseAsync();
        return scenario;
    }

    /// <summary>An open edition that starts a year later.</summary>
    public static async Task<Scenario> CreateLaterAsync(SchedulingFixture fixture)
    {
        var later = await CreateAsync(fixture);
        var dates = new { startsOn = "2027-10-25", intakeDays = new[] { new { date = "2025-09-12" } }, reason = "Volgende editie" };
        await later.Manager.SendOkAsync(HttpMethod.Put, $"{later.Path}/dates", dates);
        return later;
    }

    /// <summary>The present version of the edition.</summary>
    public async Task<long> VersionAsync() => (await Manager.SendOkAsync(HttpMethod.Get, Path)).GetProperty("version").GetInt64();

    /// <summary>Releases the programme in its present version.</summary>
    public async Task ReleaseAsync() => await Manager.SendOkAsync(
        HttpMethod.Post, $"{Path}/release", new { version = await VersionAsync(), acknowledgement = new { reason = "De data worden nog bevestigd." } });

    /// <summary>A submitted application.</summary>
    public async Task<ApplicationChanged> ApplicationAsync()
    {
        var application = Some.Application(Id);
        await Fixture.HandledAsync(application);
        return application;
    }

    /// <summary>The participation of an admitted candidate.</summary>
    public async Task<Participation> ParticipationAsync(params IReadOnlyList<EmployerPeriod> employers)
    {
        var admission = Some.Admission(Id, employers: employers.Count > 0 ? employers : null);
        await Fixture.PublishAsync(admission);
        return await Eventually.ValueAsync(
            () => Fixture.InDatabase((SchedulingDbContext db) => db.Participations.SingleOrDefaultAsync(p => p.ApplicationId == admission.ApplicationId)),
            "the participation exists");
    }

    /// <summary>Requests the transfer of a participation to another edition.</summary>
    public async Task<JsonElement> RequestTransferAsync(Guid participationId, Scenario next) =>
        await Dean.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/participations/{participationId}/transfer", new { editionId = next.Id });

    /// <summary>Publishes Intake's answer to a requested transfer, and waits until it is handled.</summary>
    public Task AnswerTransferAsync(Guid participationId, Guid requestId, Scenario next, bool granted = true) => Fixture.HandledAsync(new TransferPlaceAnswered
    {
        RequestId = requestId,
        Version = 1,
        OccurredAt = Fixture.Clock.GetUtcNow(),
        ParticipationId = participationId,
        EditionId = next.Id,
        Granted = granted,
    });

    /// <summary>Transfers a participation to another edition in which Intake grants a place.</summary>
    public async Task<JsonElement> TransferAsync(Guid participationId, Scenario next)
    {
        var requested = await RequestTransferAsync(participationId, next);
        await AnswerTransferAsync(participationId, requested.GetProperty("transferRequest").GetProperty("id").GetGuid(), next);
        return await next.Manager.SendOkAsync(HttpMethod.Get, $"/scheduling/v1/participations/{participationId}");
    }

    /// <summary>Plans a module day from 09:30 to 17:00.</summary>
    public async Task<Guid> DayAsync(int module, string date)
    {
        var day = new { moduleNumber = module, date, startsAt = "09:30:00", endsAt = "17:00:00", demo = true };
        return (await Manager.SendOkAsync(HttpMethod.Post, $"{Path}/module-days", day)).GetProperty("id").GetGuid();
    }

    /// <summary>Records the attendance of one participant on a day.</summary>
    public Task<JsonElement> RecordAsync(Guid day, Guid participationId, bool present = true) =>
        Manager.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/module-days/{day}/attendance", new[] { new { participationId, present } });

    /// <summary>The booking of an intake interview.</summary>
    public object IntakeBooking(ApplicationChanged application, string startsAt) => new
    {
        kind = "intake",
        editionId = Id,
        applicationId = application.ApplicationId,
        startsAt,
        panel = new[] { new { personId = DeanId, role = "dean" }, new { personId = ManagerId, role = "programmeManager" } },
    };

    /// <summary>Books an intake interview.</summary>
    public async Task<Guid> BookIntakeAsync(ApplicationChanged application, string startsAt) =>
        (await Manager.SendOkAsync(HttpMethod.Post, "/scheduling/v1/interviews", IntakeBooking(application, startsAt))).GetProperty("id").GetGuid();

    /// <summary>The booking of a development interview.</summary>
    public object DevelopmentBooking(Guid participationId, string startsAt, Guid? trainer = null, Guid? dean = null) => new
    {
        kind = "development",
        editionId = Id,
        participationId,
        startsAt,
        panel = new[] { new { personId = dean ?? DeanId, role = "dean" }, new { personId = trainer ?? TrainerId, role = "trainer" } },
    };
}
