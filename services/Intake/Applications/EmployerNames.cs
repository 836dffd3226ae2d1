using Metropool.Http;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Applications;

internal static class EmployerNames
{
    /// <summary>The content with the employer named as its account is, where it has one.</summary>
    public static async Task<Outcome<ApplicationContent>> NamedByAccountAsync(this IntakeDbContext db, ApplicationContent content, CancellationToken cancellationToken)
    {
        if (content.Employer is not { OrganisationId: { } organisationId } employer)
        {
            return content;
        }

        return await db.NameOfAsync(organisationId, cancellationToken) is { } name
            ? content with { Employer = employer with { Name = name } }
            : Refusals.OrganisationUnknown("employer.organisationId");
    }

    /// <summary>The name of an organisation that has an account here, or null.</summary>
    public static Task<string?> NameOfAsync(this IntakeDbContext db, Guid organisationId, CancellationToken cancellationToken) =>
        db.Organisations.Where(organisation => organisation.Id == organisationId).Select(organisation => (string?)organisation.Name).SingleOrDefaultAsync(cancellationToken);
}
