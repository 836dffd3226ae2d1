using Metropool.Messaging.Faults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Messaging;

/// <summary>See <see cref="IMessageErasure"/>. The inbox needs none: it holds ids of messages and consumers.</summary>
internal sealed class MessageErasure<TDbContext>(TDbContext db, ErrorQueues errors) : IMessageErasure
    where TDbContext : DbContext
{
    // Waits for what the relay is sending at this moment: that can't be taken back any more.
    public Task<int> DiscardUnsentAsync(Guid personId, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"DELETE FROM outbox_messages WHERE data_subject_id = {personId}", cancellationToken);

    public async Task<int> DiscardFailedAsync(Func<IReadOnlyCollection<Guid>, Task<HashSet<Guid>>> findErasedAsync, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(findErasedAsync);
        var people = await errors.ListDataSubjectsAsync(cancellationToken);
        if (people.Count == 0 || await findErasedAsync(people) is not { Count: > 0 } erased)
        {
            return 0;
        }

        return await errors.DiscardAboutAsync(erased, cancellationToken);
    }
}
