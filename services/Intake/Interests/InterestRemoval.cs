using Metropool.Mail;
using Metropool.Mail.Links;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Interests;

internal static class InterestRemoval
{
    /// <summary>Deletes interests, with their links and unsent mails, in the caller's transaction.</summary>
    public static async Task DeleteInterestsAsync(this IntakeDbContext db, IReadOnlyCollection<Interest> interests, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. interests.Select(interest => interest.Id)];
        await db.DiscardMailAboutAsync(ids, cancellationToken);
        await db.Set<OneTimeLink>().Where(link => ids.Contains(link.SubjectId)).ExecuteDeleteAsync(cancellationToken);
        await db.Interests.Where(i => ids.Contains(i.Id)).ExecuteDeleteAsync(cancellationToken);
    }
}
