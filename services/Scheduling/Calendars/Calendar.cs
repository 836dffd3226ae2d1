using System.Buffers.Binary;
using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Calendars;

/// <summary>
/// Everybody's calendar (R47). Whoever enters something locks the calendars of all whom it keeps, in one order, looks, and enters:
/// so two bookings wait for each other instead of deadlocking, and the exclusion constraint is a backstop that never has to speak.
/// </summary>
internal sealed class Calendar(SchedulingDbContext db)
{
    // The first half of the key of these advisory locks ("cal"), so that they meet no other.
    private const int LockClass = 0x63616c;

    /// <summary>Locks calendars until the transaction ends.</summary>
    public async Task LockAsync(IEnumerable<Guid> people, CancellationToken cancellationToken)
    {
        // In the order of the keys and not of the people: two people may share a key.
        var keys = people.Select(KeyOf).Distinct().Order().ToArray();
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockClass}, key) FROM unnest({keys}) AS keys(key)", cancellationToken);
    }

    /// <summary>Those who are kept somewhere in a time, other than by <paramref name="except"/>.</summary>
    public async Task<IReadOnlyList<Guid>> OccupiedAsync(
        IReadOnlyCollection<Guid> people, DateTimeOffset from, DateTimeOffset until, Guid? except, CancellationToken cancellationToken) =>
        await db.Calendar
            .Where(entry => people.Contains(entry.PersonId) && entry.StartsAt < until && entry.EndsAt > from && entry.SourceId != except)
            .Select(entry => entry.PersonId).Distinct().Order().ToListAsync(cancellationToken);

    /// <summary>Everybody who is kept by something.</summary>
    public async Task<IReadOnlyList<Guid>> PeopleAtAsync(Guid sourceId, CancellationToken cancellationToken) =>
        await db.Calendar.Where(entry => entry.SourceId == sourceId).Select(entry => entry.PersonId).Distinct().Order().ToListAsync(cancellationToken);

    /// <summary>Enters something for each of the people.</summary>
    public void Enter(IEnumerable<Guid> people, CalendarEntryKind kind, Guid sourceId, DateTimeOffset from, DateTimeOffset until) =>
        db.Calendar.AddRange(people.Distinct().Select(person => new CalendarEntry(Guid.CreateVersion7(), person, kind, sourceId, from, until)));

    /// <summary>Takes something out of the calendars at once, ahead of what is saved later: its time is free for what comes in its place.</summary>
    public Task<int> LeaveAsync(Guid sourceId, CancellationToken cancellationToken) =>
        db.Calendar.Where(entry => entry.SourceId == sourceId).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Takes somebody out of several things.</summary>
    public Task<int> LeaveAsync(Guid personId, IReadOnlyCollection<Guid> sources, CancellationToken cancellationToken) =>
        db.Calendar.Where(entry => entry.PersonId == personId && sources.Contains(entry.SourceId)).ExecuteDeleteAsync(cancellationToken);

    /// <summary>The refusal that names who is kept; without personal data.</summary>
    public static Refusal Occupied(params IReadOnlyList<Guid> people) => Refusal.Conflict(
        "scheduling.person-occupied", "Somebody is elsewhere at that time: nobody is in two places at once.",
        [.. people.Select(person => new Fault(person.ToString(), "occupied", "This person is elsewhere at that time."))]);

    private static int KeyOf(Guid person)
    {
        Span<byte> bytes = stackalloc byte[16];
        person.TryWriteBytes(bytes);
        // The end of a UUIDv7 is random; its beginning is a time.
        return BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
    }
}
