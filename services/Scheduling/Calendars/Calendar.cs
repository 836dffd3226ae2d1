using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Calendars;

/// <summary>
/// The calendars of all people (R47). A booking locks the calendars of its attendees in a fixed order, checks them, and adds its entries. Two bookings
/// therefore wait for each other instead of deadlocking, and the exclusion constraint is only a safety net.
/// </summary>
internal sealed class Calendar(SchedulingDbContext db)
{
    // The class id of the advisory locks ("cal"), which distinguishes them from other locks.
    private const int LockClass = 0x63616c;

    /// <summary>Locks calendars until the end of the transaction.</summary>
    public async Task LockAsync(IEnumerable<Guid> people, CancellationToken cancellationToken)
    {
        // In the order of the keys and not of the people: two people may share a key.
        var keys = people.Select(KeyOf).Distinct().Order().ToArray();
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockClass}, key) FROM unnest({keys}) AS keys(key)", cancellationToken);
    }

    /// <summary>Finds the people who are occupied in a period, other than by <paramref name="except"/>.</summary>
    public async Task<IReadOnlyList<Guid>> FindOccupiedAsync(
        IReadOnlyCollection<Guid> people, DateTimeOffset from, DateTimeOffset until, Guid? except, CancellationToken cancellationToken) =>
        await db.CalendarEntries
            .Where(entry => people.Contains(entry.PersonId) && entry.StartsAt < until && entry.EndsAt > from && entry.SourceId != except)
            .Select(entry => entry.PersonId).Distinct().Order().ToListAsync(cancellationToken);

    /// <summary>The people who have an interview or module day in their calendar.</summary>
    public async Task<IReadOnlyList<Guid>> PeopleOfAsync(Guid sourceId, CancellationToken cancellationToken) =>
        await db.CalendarEntries.Where(entry => entry.SourceId == sourceId)
            .Select(entry => entry.PersonId).Distinct().Order().ToListAsync(cancellationToken);

    /// <summary>Adds an entry for each of the people.</summary>
    public void Add(IEnumerable<Guid> people, CalendarEntryKind kind, Guid sourceId, DateTimeOffset from, DateTimeOffset until) =>
        db.CalendarEntries.AddRange(people.Distinct().Select(person => new CalendarEntry(Guid.CreateVersion7(), person, kind, sourceId, from, until)));

    /// <summary>Removes an interview or module day from all calendars. It runs at once, before the insert of an entry that takes its place.</summary>
    public Task<int> RemoveAsync(Guid sourceId, CancellationToken cancellationToken) =>
        db.CalendarEntries.Where(entry => entry.SourceId == sourceId).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Removes interviews or module days from the calendar of one person.</summary>
    public Task<int> RemoveAsync(Guid personId, IReadOnlyCollection<Guid> sources, CancellationToken cancellationToken) =>
        db.CalendarEntries.Where(entry => entry.PersonId == personId && sources.Contains(entry.SourceId)).ExecuteDeleteAsync(cancellationToken);

    private static int KeyOf(Guid person)
    {
        Span<byte> bytes = stackalloc byte[16];
        person.TryWriteBytes(bytes);
        // The end of a UUIDv7 is random; its beginning is a time.
        return BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
    }
}
