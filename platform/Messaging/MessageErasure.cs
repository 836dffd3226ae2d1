using Metropool.Messaging.Faults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Messaging;

/// <summary>See <see cref="IMessageErasure"/>. The inbox contains only ids of messages and consumers, so nothing is erased from it.</summary>
internal sealed class MessageErasure<TDbContext>(TDbContext db, ErrorQueues errors) : IMessageErasure
    where TDbContext : DbContext
{
    // A leased row is deleted too, without waiting for the broker: a message that the relay is sending at that moment can't be recalled.
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
