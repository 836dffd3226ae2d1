using Metropool.Http;
using Metropool.Intake.Organisations;

namespace Metropool.Intake.Applications;

internal static class EmployerNames
{
    /// <summary>The content with the employer connected to its organisation: by id, or by a typed name that is the name of one.</summary>
    public static async Task<Outcome<ApplicationContent>> NamedByAccountAsync(this IntakeDbContext db, ApplicationContent content, CancellationToken cancellationToken)
    {
        if (content.Employer is not { } employer)
        {
            return content;
        }

        if (employer.OrganisationId is not { } organisationId)
        {
            return await db.OrganisationNamedAsync(employer.Name.Tidy(), cancellationToken) is { } named
                ? content with { Employer = employer with { OrganisationId = named.Id, Name = named.Name } }
                : content;
        }

        return await db.ActiveOrganisationAsync(organisationId, cancellationToken) is { } organisation
            ? content with { Employer = employer with { Name = organisation.Name } }
            : Refusals.OrganisationUnknown("employer.organisationId");
    }
}
