using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Erasure;

/// <summary>Takes out of what others tell whoever was erased: an event may be older than the erasure, or come from where it isn't followed.</summary>
internal static class ErasedPeople
{
    public static Task<bool> IsErasedAsync(this IntakeDbContext db, Guid personId, CancellationToken cancellationToken) =>
        db.ErasedPeople.AnyAsync(erased => erased.PersonId == personId, cancellationToken);

    /// <summary>An edition without those in its team who were erased.</summary>
    public static async Task<EditionChanged> WithoutErasedAsync(this IntakeDbContext db, EditionChanged state, CancellationToken cancellationToken)
    {
        var erased = await db.ErasedAmongAsync(state.Team.Select(role => role.PersonId), cancellationToken);
        return erased.Count == 0 ? state : state with { Team = [.. state.Team.Where(role => !erased.Contains(role.PersonId))] };
    }

    /// <summary>An interview whose panel names nobody who was erased. That there was a seat stays.</summary>
    public static async Task<InterviewChanged> WithoutErasedAsync(this IntakeDbContext db, InterviewChanged state, CancellationToken cancellationToken)
    {
        var erased = await db.ErasedAmongAsync(state.Panel.Select(member => member.PersonId), cancellationToken);
        return erased.Count == 0 ? state : state with
        {
            Panel = [.. state.Panel.Select(member => erased.Contains(member.PersonId) ? member with { PersonId = ErasedPerson.Nobody, DisplayName = ErasedPerson.Name } : member)],
        };
    }

    private static async Task<HashSet<Guid>> ErasedAmongAsync(this IntakeDbContext db, IEnumerable<Guid> people, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. people];
        return await db.ErasedPeople.Where(erased => ids.Contains(erased.PersonId)).Select(erased => erased.PersonId).ToHashSetAsync(cancellationToken);
    }
}
