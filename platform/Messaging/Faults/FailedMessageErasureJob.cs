using Metropool.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Messaging.Faults;

/// <summary>
/// Deletes failed messages about erased people from the error queues of a service (GDPR, article 17). It is a job of its own because it needs the broker,
/// which other cleanup does not.
/// </summary>
internal sealed class FailedMessageErasureJob<TDbContext>(TDbContext db, ErasedPeople<TDbContext> erasedPeople, IMessageErasure messages) : IJob
    where TDbContext : DbContext
{
    public static string Name => "delete failed messages about erased people";

    public Task<int> RunAsync(CancellationToken cancellationToken) => messages.DiscardFailedAsync(
        people => erasedPeople.Query(db).Where(id => people.Contains(id)).ToHashSetAsync(cancellationToken), cancellationToken);
}

/// <summary>The ids of the people that were erased from a service.</summary>
internal sealed record ErasedPeople<TDbContext>(Func<TDbContext, IQueryable<Guid>> Query);
