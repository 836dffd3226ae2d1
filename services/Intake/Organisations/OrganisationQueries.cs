using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Organisations;

internal static class OrganisationQueries
{
    /// <summary>Whether an organisation has a contact who is notified; false for an employer without an account here.</summary>
    public static async Task<bool> HasContactAsync(this IntakeDbContext db, Guid? organisationId, CancellationToken cancellationToken) =>
        organisationId is { } id && await db.Organisations.Where(organisation => organisation.Id == id).Select(organisation => organisation.HasContact).SingleOrDefaultAsync(cancellationToken);

    /// <summary>
    /// Keeps what is known of an organisation as it is, until the end of the transaction. Before the lock of an application: a change of the organisation
    /// takes its locks in that order.
    /// </summary>
    public static Task HoldOrganisationAsync(this IntakeDbContext db, Guid? organisationId, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT 1 FROM organisations WHERE id = {organisationId} FOR SHARE", cancellationToken);
}
