using Metropool.Intake.Passes;
using Metropool.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Erasure;

/// <summary>
/// Removes from the error queues what a consumer couldn't handle and is about someone who was erased since. A pass of its own: it needs the broker, and what
/// is due in the database doesn't.
/// </summary>
internal sealed class FailedMessagePass(IntakeDbContext db, IMessageErasure messages) : IPass
{
    public static string Over => "failed messages about people who were erased";

    public Task<int> RunOnceAsync(CancellationToken cancellationToken) => messages.DiscardFailedAsync(
        people => db.ErasedPeople.Select(erased => erased.PersonId).Where(id => people.Contains(id)).ToHashSetAsync(cancellationToken), cancellationToken);
}
