using Metropool.Http;
using Metropool.Identity.Accounts;

namespace Metropool.Identity.Organisations;

/// <summary>Municipalities and other employers, and the people who speak for them.</summary>
internal static class OrganisationsApi
{
    public static Refusal Unknown { get; } = Refusal.NotFound("identity.organisation-unknown", "There is no such organisation.");

    public static Refusal Inactive { get; } = Refusal.Conflict("identity.organisation-inactive", "The organisation is deactivated: nobody speaks for it. Activate it first.");

    public static IEndpointRouteBuilder MapOrganisations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/organisations").WithTags("Organisations");
        group.MapGet("", ListOrganisations.HandleAsync).RequireAuthorization(IdentityPolicies.StaffOrAdministrator)
            .WithName("ListOrganisations").WithSummary("List organisations").WithDescription("All organisations, in the order in which they were registered.");
        group.MapPost("", RegisterOrganisation.HandleAsync).RequireAuthorization(Policies.Administrator)
            .WithName("RegisterOrganisation").WithSummary("Register an organisation").WithDescription("Makes an organisation known to every service.");
        group.MapGet("/directory", SearchDirectory.HandleAsync).RequireAuthorization(Policies.Person)
            .WithName("SearchDirectory").WithSummary("Search organisations by name")
            .WithDescription("Active organisations whose name has all these words, in the order of registration: id and name only. For any signed-in person.");
        group.MapGet("/{organisationId:guid}", GetOrganisation.HandleAsync).RequireAuthorization(IdentityPolicies.StaffOrAdministrator)
            .WithName("GetOrganisation").WithSummary("Get an organisation").WithDescription("Its particulars; the version is in ETag.");
        group.MapPut("/{organisationId:guid}", ChangeOrganisation.HandleAsync).RequireAuthorization(Policies.Administrator)
            .WithName("ChangeOrganisation").WithSummary("Change an organisation").WithDescription("Every service learns of it. If-Match says which version is changed.");
        group.MapPost("/{organisationId:guid}/deactivation", OrganisationActivation.DeactivateAsync).RequireAuthorization(Policies.Administrator)
            .WithName("DeactivateOrganisation").WithSummary("Deactivate an organisation")
            .WithDescription("Its contacts and clients get no more tokens in its name; those that they have end within 15 minutes.");
        group.MapPost("/{organisationId:guid}/activation", OrganisationActivation.ActivateAsync).RequireAuthorization(Policies.Administrator)
            .WithName("ActivateOrganisation").WithSummary("Activate an organisation").WithDescription("Its contacts and clients get tokens again. Not by an administrator who is one of its contacts (R46).");
        group.MapGet("/{organisationId:guid}/contacts", Contacts.ListAsync).RequireAuthorization(IdentityPolicies.StaffOrAdministrator)
            .AnswersWholeList("The few people who speak for one organisation.").WithName("ListContacts").WithSummary("List the contacts of an organisation").WithDescription("The people who speak for it, by name.");
        group.MapPost("/{organisationId:guid}/contacts", Contacts.AppointAsync).RequireAuthorization(Policies.Administrator)
            .WithName("AppointContact").WithSummary("Appoint a contact")
            .WithDescription("Somebody who speaks for the organisation, by e-mail address. Who has an account is appointed at once; who has none is invited by mail. Not while the organisation is deactivated.");
        group.MapGet("/{organisationId:guid}/contacts/{personId:guid}", Contacts.GetAsync).RequireAuthorization(IdentityPolicies.StaffOrAdministrator)
            .WithName("GetContact").WithSummary("Get a contact").WithDescription("Somebody who speaks for the organisation.");
        group.MapDelete("/{organisationId:guid}/contacts/{personId:guid}", Contacts.DismissAsync).RequireAuthorization(Policies.Administrator)
            .WithName("DismissContact").WithSummary("Dismiss a contact").WithDescription("They no longer speak for the organisation; tokens that they have end within 15 minutes.");
        return routes;
    }
}

/// <summary>An organisation as it is shown.</summary>
/// <param name="OrganisationId">Its id, in every service.</param>
/// <param name="Name">Its name.</param>
/// <param name="Oin">Organisation identification number of Dutch government.</param>
/// <param name="KvkNumber">Number in the register of the chambers of commerce.</param>
/// <param name="Active">Whether its contacts and clients get tokens.</param>
/// <param name="HasContact">Whether a contact is notified of what concerns it: false while it has none, while all of them are blocked, and while it isn't
/// active.</param>
internal sealed record OrganisationView(Guid OrganisationId, string Name, string? Oin, string? KvkNumber, bool Active, bool HasContact)
{
    public static OrganisationView Of(Organisation organisation) => new(
        organisation.OrganisationId, organisation.Name, organisation.Oin, organisation.KvkNumber, organisation.Active, organisation.Active && organisation.HasContact);
}
