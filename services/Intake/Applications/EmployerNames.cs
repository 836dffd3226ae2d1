using Metropool.Http;
using Metropool.Intake.Organisations;

namespace Metropool.Intake.Applications;

internal static class EmployerNames
{
    /// <summary>Connects the employer to its organisation, by id or by name.</summary>
    public static async Task<Outcome<ApplicationContent>> ConnectByNameAsync(
        this IntakeDbContext db, ApplicationContent content, CancellationToken cancellationToken)
    {
        if (content.Employer is not { } employer)
        {
            return content;
        }

        if (employer.OrganisationId is not { } organisationId)
        {
            return await db.OrganisationNamedAsync(employer.Name.NormalizeOrNull(), cancellationToken) is { } named
                ? content with { Employer = employer with { OrganisationId = named.Id, Name = named.Name } }
                : content;
        }

        return await db.ActiveOrganisationAsync(organisationId, cancellationToken) is { } organisation
            ? content with { Employer = employer with { Name = organisation.Name } }
            : Refusals.OrganisationUnknown("employer.organisationId");
    }
}
