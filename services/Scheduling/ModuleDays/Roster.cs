using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Calendars;
using Metropool.Scheduling.Participations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.ModuleDays;

/// <summary>Module days in people's calendars: those of the participants who are on the way, and of the team's members who teach (R47).</summary>
internal sealed class Roster(SchedulingDbContext db, Calendar calendar)
{
    /// <summary>Enters a day for everybody whom it concerns, in place of what the calendars held for it. The edition is locked.</summary>
    /// <returns>Who is concerned, or a refusal that names who is elsewhere.</returns>
    public async Task<Outcome<IReadOnlyList<Guid>>> EnterAsync(ModuleDay day, CancellationToken cancellationToken)
    {
        var participants = await db.Participations
            .Where(p => p.EditionId == day.EditionId && (p.Status == ParticipationStatus.Placed || p.Status == ParticipationStatus.Active))
            .Select(p => p.PersonId).ToListAsync(cancellationToken);
        Guid[] people = [.. participants.Concat(day.Teachers).Distinct().Order()];

        await calendar.LockAsync(people, cancellationToken);
        var occupied = await calendar.OccupiedAsync(people, day.Begins, day.Ends, except: day.Id, cancellationToken);
        if (occupied.Count > 0)
        {
            return Calendar.Occupied(occupied);
        }

        await calendar.LeaveAsync(day.Id, cancellationToken);
        calendar.Enter(people, CalendarEntryKind.ModuleDay, day.Id, day.Begins, day.Ends);
        return people;
    }

    /// <summary>
    /// Enters the days to come of its edition for a participation. What meets something else in the calendar is not entered but proposed to the team:
    /// that somebody was admitted, or goes on, is a fact by then. The edition is locked.
    /// </summary>
    public async Task EnterAsync(Participation participation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var day in await EnterFreeAsync(participation, now, cancellationToken))
        {
            db.Proposals.Add(new(Guid.CreateVersion7(), day.EditionId, participation.Id, ProposalKind.CalendarConflict, $"Module {day.ModuleNumber}, {day.Date:yyyy-MM-dd}", now));
        }
    }

    /// <summary>Enters those days to come of its edition that are free for a participation and aren't in its calendar yet. The edition is locked.</summary>
    /// <returns>The days that meet something else.</returns>
    public async Task<IReadOnlyList<ModuleDay>> EnterFreeAsync(Participation participation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Guid[] people = [participation.PersonId];
        await calendar.LockAsync(people, cancellationToken);
        var taken = await db.Calendar.AsNoTracking().Where(entry => entry.PersonId == participation.PersonId && entry.EndsAt > now)
            .Select(entry => new { entry.SourceId, entry.StartsAt, entry.EndsAt }).ToListAsync(cancellationToken);
        var conflicts = new List<ModuleDay>();
        foreach (var day in (await DaysToComeAsync(participation.EditionId, now, cancellationToken)).Where(day => !taken.Exists(entry => entry.SourceId == day.Id)))
        {
            if (taken.Exists(entry => entry.StartsAt < day.Ends && entry.EndsAt > day.Begins))
            {
                conflicts.Add(day);
                continue;
            }

            calendar.Enter(people, CalendarEntryKind.ModuleDay, day.Id, day.Begins, day.Ends);
            // What was entered just now isn't in the database yet.
            taken.Add(new { SourceId = day.Id, StartsAt = day.Begins, EndsAt = day.Ends });
        }

        return conflicts;
    }

    /// <summary>Takes a participation out of the days to come of an edition.</summary>
    public async Task LeaveAsync(Participation participation, Guid editionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var days = await DaysToComeAsync(editionId, now, cancellationToken);
        await calendar.LeaveAsync(participation.PersonId, [.. days.Select(day => day.Id)], cancellationToken);
    }

    private Task<List<ModuleDay>> DaysToComeAsync(Guid editionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.ModuleDays.AsNoTracking().Where(day => day.EditionId == editionId && !day.Cancelled && day.Begins > now).OrderBy(day => day.Begins).ToListAsync(cancellationToken);
}
