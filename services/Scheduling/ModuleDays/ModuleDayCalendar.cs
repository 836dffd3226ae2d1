using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Calendars;
using Metropool.Scheduling.Participations;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.ModuleDays;

/// <summary>Module days in the calendars of participants and teachers (R47). The caller locks the edition.</summary>
internal sealed class ModuleDayCalendar(SchedulingDbContext db, Calendar calendar)
{
    /// <summary>Adds a day to the calendars of its participants and teachers, in place of its former time.</summary>
    /// <returns>The people affected, or a refusal that names the people who are occupied.</returns>
    public async Task<Outcome<IReadOnlyList<Guid>>> AddAsync(ModuleDay day, CancellationToken cancellationToken)
    {
        var participants = await db.Participations
            .Where(p => p.EditionId == day.EditionId && (p.Status == ParticipationStatus.Placed || p.Status == ParticipationStatus.Active))
            .Select(p => p.PersonId).ToListAsync(cancellationToken);
        Guid[] people = [.. participants.Concat(day.Teachers).Distinct().Order()];

        await calendar.LockAsync(people, cancellationToken);
        var occupied = await calendar.FindOccupiedAsync(people, day.Begins, day.Ends, except: day.Id, cancellationToken);
        if (occupied.Count > 0)
        {
            return Refusals.PersonOccupied(occupied);
        }

        await calendar.RemoveAsync(day.Id, cancellationToken);
        calendar.Add(people, CalendarEntryKind.ModuleDay, day.Id, day.Begins, day.Ends);
        return people;
    }

    /// <summary>
    /// Adds the future days of its edition to the calendar of a participant. A day on which the participant is occupied is not added, but proposed to the
    /// team: the admission or transfer itself can't be refused at this point.
    /// </summary>
    public async Task AddAsync(Participation participation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var day in await AddFreeDaysAsync(participation, now, cancellationToken))
        {
            var detail = $"Module {day.ModuleNumber}, {day.Date:yyyy-MM-dd}";
            db.Proposals.Add(new(Guid.CreateVersion7(), day.EditionId, participation.Id, ProposalKind.CalendarConflict, detail, now));
        }
    }

    /// <summary>Adds those future days of its edition that aren't in the participant's calendar yet, if the participant is free.</summary>
    /// <returns>The days on which the participant is occupied.</returns>
    public async Task<IReadOnlyList<ModuleDay>> AddFreeDaysAsync(Participation participation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Guid[] people = [participation.PersonId];
        await calendar.LockAsync(people, cancellationToken);
        var entries = await db.CalendarEntries.AsNoTracking().Where(entry => entry.PersonId == participation.PersonId && entry.EndsAt > now)
            .Select(entry => new { entry.SourceId, entry.StartsAt, entry.EndsAt }).ToListAsync(cancellationToken);
        var conflicts = new List<ModuleDay>();
        var days = await FutureDaysAsync(participation.EditionId, now, cancellationToken);
        foreach (var day in days.Where(day => !entries.Exists(entry => entry.SourceId == day.Id)))
        {
            if (entries.Exists(entry => entry.StartsAt < day.Ends && entry.EndsAt > day.Begins))
            {
                conflicts.Add(day);
                continue;
            }

            calendar.Add(people, CalendarEntryKind.ModuleDay, day.Id, day.Begins, day.Ends);
            // This entry isn't in the database yet, but can conflict with the next day.
            entries.Add(new { SourceId = day.Id, StartsAt = day.Begins, EndsAt = day.Ends });
        }

        return conflicts;
    }

    /// <summary>Removes the future days of an edition from the calendar of a participant.</summary>
    public async Task RemoveAsync(Participation participation, Guid editionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var days = await FutureDaysAsync(editionId, now, cancellationToken);
        await calendar.RemoveAsync(participation.PersonId, [.. days.Select(day => day.Id)], cancellationToken);
    }

    private Task<List<ModuleDay>> FutureDaysAsync(Guid editionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.ModuleDays.AsNoTracking().Where(day => day.EditionId == editionId && !day.Cancelled && day.Begins > now)
            .OrderBy(day => day.Begins).ToListAsync(cancellationToken);
}
