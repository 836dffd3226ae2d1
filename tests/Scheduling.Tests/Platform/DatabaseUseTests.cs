using System.Globalization;
using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Participations;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Tests.Platform;

/// <summary>The database use of every GET request.</summary>
public sealed class DatabaseUseTests(SchedulingFixture fixture) : DatabaseUseTests<Program>(fixture)
{
    private static readonly DateOnly FirstDay = new(2026, 11, 2);
    private readonly SchedulingFixture _fixture = fixture;
    private readonly Guid _employerId = Some.Id();
    private Scenario _large = null!;
    private Scenario _edition = null!;
    private Participation _participation = null!;
    private Guid _moduleDayId;
    private Guid _interviewId;
    private int _added;

    protected override async Task<IReadOnlyCollection<MeasuredRequest>> AddFewAsync()
    {
        // The team and the intake days grow in an edition of its own, because most requests read the team of the edition.
        _large = await Scenario.CreateReleasedAsync(_fixture);
        _edition = await Scenario.CreateAsync(_fixture);
        _participation = await ParticipationAsync(_edition);
        await AddAsync(Few);
        var (manager, dean) = (_edition.Manager, _edition.Dean);
        var administrator = _fixture.ClientFor(TestCaller.Administrator(Some.Id()));
        var participant = _fixture.ClientFor(TestCaller.Person(_participation.PersonId));
        var employer = _fixture.ClientFor(TestCaller.OrganisationClient("client-of-the-employer", _employerId));
        return
        [
            new("GetProgrammeTime", manager, "/scheduling/v1/programme-time", Children.None),
            new("ListProgrammeTimeMoves", administrator, "/scheduling/v1/programme-time/moves"),
            new("ListEditions", manager, "/scheduling/v1/editions") { Unreturned = Many },
            new("GetEdition", manager, _large.Path),
            new("ListFindings", manager, $"{_large.Path}/findings", Children.None) { Unreturned = Many },
            new("ListEditionChanges", manager, $"{_large.Path}/changes"),
            new("ListModuleDays", manager, $"{_edition.Path}/module-days"),
            new("GetModuleDay", manager, $"/scheduling/v1/module-days/{_moduleDayId}", Children.None),
            new("ListDayAttendance", manager, $"/scheduling/v1/module-days/{_moduleDayId}/attendance"),
            new("ListInterviews", manager, $"/scheduling/v1/interviews?editionId={_edition.Id}"),
            new("ListMyInterviews", dean, "/scheduling/v1/interviews/mine"),
            new("ListSlots", _large.Manager, $"/scheduling/v1/interviews/slots?editionId={_large.Id}&kind=intake") { Unreturned = Many },
            new("GetInterview", dean, $"/scheduling/v1/interviews/{_interviewId}", Children.None),
            new("ListParticipations", manager, $"/scheduling/v1/participations?editionId={_edition.Id}"),
            new("ListMyParticipations", participant, "/scheduling/v1/participations/mine"),
            new("GetParticipation", manager, $"/scheduling/v1/participations/{_participation.Id}"),
            new("GetParticipationAttendance", manager, $"/scheduling/v1/participations/{_participation.Id}/attendance") { Unreturned = 4 * Many },
            new("ListEmployerParticipations", employer, "/scheduling/v1/employer/participations") { Unreturned = 6 * Many },
            new("GetEmployerParticipation", employer, $"/scheduling/v1/employer/participations/{_participation.Id}") { Unreturned = 4 * Many },
            new("ListAbsences", manager, $"{_edition.Path}/absences") { Unreturned = Many },
            new("ListProposals", manager, $"{_edition.Path}/proposals"),
        ];
    }

    protected override async Task AddManyAsync()
    {
        // The employer has participants in other editions too. They are added first, so that the page has them.
        foreach (var _ in Enumerable.Range(0, Few))
        {
            await ParticipationAsync(await Scenario.CreateAsync(_fixture));
        }

        await AddAsync(Many);
    }

    private async Task AddAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _added++;
            await AppointTrainerAsync();
            await CorrectDatesAsync();
            await AddDayAsync();
            await AddInterviewAsync();
        }

        await ChangeParticipationAsync(count);
        await _fixture.InDatabase(async (SchedulingDbContext db) =>
        {
            foreach (var number in Enumerable.Range(_added - count, count))
            {
                var now = SchedulingFixture.Beginning.AddMinutes(number);
                db.Proposals.Add(new(Some.Id(), _edition.Id, _participation.Id, ProposalKind.CalendarConflict, $"Dag {number}", now));
                db.ProgrammeTimeMoves.Add(new(Some.Id(), -number - 1, Some.Id(), now, now, now, TimeSpan.Zero, "Demonstratie"));
            }

            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
    }

    private async Task AppointTrainerAsync() => await _large.Manager.SendOkAsync(
        HttpMethod.Post, $"{_large.Path}/team", new { personId = await _fixture.StaffAsync(), role = "trainer", from = "2025-01-01" });

    private async Task CorrectDatesAsync() => await _large.Manager.SendOkAsync(HttpMethod.Put, $"{_large.Path}/dates", new
    {
        startsOn = "2026-10-26",
        intakeDays = Enumerable.Range(0, _added).Select(number => new { date = Written(new DateOnly(2025, 9, 1).AddDays(number)) }),
        reason = "Extra intakedag",
    });

    private async Task AddDayAsync()
    {
        _moduleDayId = await _edition.DayAsync(2, Written(FirstDay.AddDays(_added)));
        await _edition.Manager.SendOkAsync(
            HttpMethod.Post, $"/scheduling/v1/participations/{_participation.Id}/absences",
            new { moduleDayId = _moduleDayId, category = "work", reason = "Raadsvergadering" });
        await _fixture.InDatabase(async (SchedulingDbContext db) =>
        {
            var record = new AttendanceRecord(_moduleDayId, _participation.Id);
            record.Record(new(_participation.Id, Present: true), Some.Id(), SchedulingFixture.Beginning);
            db.AttendanceRecords.Add(record);
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
    }

    private async Task AddInterviewAsync()
    {
        var participation = await ParticipationAsync(_edition);
        var startsAt = $"{Written(new DateOnly(2025, 10, 1).AddDays(_added))}T09:00:00Z";
        var booked = await _edition.Manager.SendOkAsync(
            HttpMethod.Post, "/scheduling/v1/interviews", _edition.DevelopmentBooking(participation.Id, startsAt));
        _interviewId = booked.GetProperty("id").GetGuid();
    }

    /// <summary>Adds earlier employers and pauses to the participation.</summary>
    private Task<int> ChangeParticipationAsync(int count) => _fixture.InDatabase(async (SchedulingDbContext db) =>
    {
        var participation = await db.Participations.WithParts().SingleAsync(p => p.Id == _participation.Id);
        foreach (var number in Enumerable.Range(_added - count, count))
        {
            var day = new DateOnly(2025, 1, 1).AddDays(2 * number);
            _ = participation.PauseFrom(day, null, SchedulingFixture.Beginning).Value;
            _ = participation.Resume(day.AddDays(1), SchedulingFixture.Beginning).Value;
            _ = participation.ChangeEmployer(_employerId, "Voorbeeldgemeente", new DateOnly(2024, 1, 1).AddDays(number), SchedulingFixture.Beginning).Value;
        }

        return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    });

    private Task<Participation> ParticipationAsync(Scenario edition) => edition.ParticipationAsync(Some.Employer(_employerId));

    private static string Written(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
