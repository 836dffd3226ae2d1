using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Erasure;

/// <summary>Leaves erased people out of events, which can be older than the erasure, or come from a service that hasn't handled it yet.</summary>
internal static class ErasedPeople
{
    public static Task<bool> IsErasedAsync(this IntakeDbContext db, Guid personId, CancellationToken cancellationToken) =>
        db.ErasedPeople.AnyAsync(erased => erased.PersonId == personId, cancellationToken);

    /// <summary>The edition without erased team members.</summary>
    public static async Task<EditionChanged> WithoutErasedAsync(this IntakeDbContext db, EditionChanged state, CancellationToken cancellationToken)
    {
        var erased = await db.ErasedAmongAsync(state.Team.Select(member => member.PersonId), cancellationToken);
        return erased.Count == 0 ? state : state with { Team = [.. state.Team.Where(member => !erased.Contains(member.PersonId))] };
    }

    /// <summary>The interview with a placeholder for erased panel members, so that their seats remain.</summary>
    public static async Task<InterviewChanged> WithoutErasedAsync(this IntakeDbContext db, InterviewChanged state, CancellationToken cancellationToken)
    {
        var erased = await db.ErasedAmongAsync(state.Panel.Select(member => member.PersonId), cancellationToken);
        return erased.Count == 0 ? state : state with
        {
            Panel =
            [
                .. state.Panel.Select(member => erased.Contains(member.PersonId)
                    ? member with { PersonId = ErasedPerson.ReplacementId, DisplayName = ErasedPerson.ReplacementName }
                    : member),
            ],
        };
    }

    private static async Task<HashSet<Guid>> ErasedAmongAsync(this IntakeDbContext db, IEnumerable<Guid> people, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. people];
        return await db.ErasedPeople.Where(erased => ids.Contains(erased.PersonId)).Select(erased => erased.PersonId).ToHashSetAsync(cancellationToken);
    }
}
