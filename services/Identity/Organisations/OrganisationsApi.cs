using Metropool.Http;
using Metropool.Identity.Accounts;

namespace Metropool.Identity.Organisations;

/// <summary>Municipalities and other employers, and their contacts.</summary>
internal static class OrganisationsApi
{
    public static IEndpointRouteBuilder MapOrganisations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/organisations").WithTags("Organisations");
        group.MapGet("", ListOrganisations.HandleAsync).RequireAuthorization(IdentityPolicies.StaffOrAdministrator)
            .WithName("ListOrganisations").WithSummary("List organisations").WithDescription("All organisations, in order of registration.");
        group.MapPost("", RegisterOrganisation.HandleAsync).RequireAuthorization(Policies.Administrator)
            .WithName("RegisterOrganisation").WithSummary("Register an organisation").WithDescription("Publishes the organisation to all services.");
        group.MapGet("/directory", SearchDirectory.HandleAsync).RequireAuthorization(Policies.Person)
            .WithName("SearchDirectory").WithSummary("Search organisations by name")
            .WithDescription(
                "Active organisations whose names contain all words, in order of registration; only ids and names. For every person who is signed in.");
        group.MapGet("/{organisationId:guid}", GetOrganisation.HandleAsync).RequireAuthorization(IdentityPolicies.StaffOrAdministrator)
            .WithName("GetOrganisation").WithSummary("Get an organisation").WithDescription("The version is in ETag.");
        group.MapPut("/{organisationId:guid}", ChangeOrganisation.HandleAsync).RequireAuthorization(Policies.Administrator)
            .WithName("ChangeOrganisation").WithSummary("Change an organisation")
            .WithDescription(
                "Publishes the change to all services. If-Match names the version to change. An administrator who is a contact of it can't do this (R46).");
        group.MapPost("/{organisationId:guid}/deactivation", OrganisationActivation.DeactivateAsync).RequireAuthorization(Policies.Administrator)
            .WithName("DeactivateOrganisation").WithSummary("Deactivate an organisation")
            .WithDescription("Its contacts and clients get no tokens in its name any more; those that they have end within 15 minutes.");
        group.MapPost("/{organisationId:guid}/activation", OrganisationActivation.ActivateAsync).RequireAuthorization(Policies.Administrator)
            .WithName("ActivateOrganisation").WithSummary("Activate an organisation")
            .WithDescription("Its contacts and clients get tokens again. An administrator who is a contact of it can't do this (R46).");
        group.MapGet("/{organisationId:guid}/contacts", Contacts.ListAsync).RequireAuthorization(IdentityPolicies.StaffOrAdministrator)
            .ReturnsUnpagedList("The few contacts of one organisation.")
            .WithName("ListContacts").WithSummary("List the contacts of an organisation").WithDescription("The contacts, by name.");
        group.MapPost("/{organisationId:guid}/contacts", Contacts.AppointAsync).RequireAuthorization(Policies.Administrator)
            .WithName("AppointContact").WithSummary("Appoint a contact")
            .WithDescription(
                "By e-mail address. A person with an account is appointed at once; an address without an account is invited by mail. "
                + "Not while the organisation is deactivated.");
        group.MapGet("/{organisationId:guid}/contacts/{personId:guid}", Contacts.GetAsync).RequireAuthorization(IdentityPolicies.StaffOrAdministrator)
            .WithName("GetContact").WithSummary("Get a contact").WithDescription("A contact of the organisation.");
        group.MapDelete("/{organisationId:guid}/contacts/{personId:guid}", Contacts.DismissAsync).RequireAuthorization(Policies.Administrator)
            .WithName("DismissContact").WithSummary("Dismiss a contact")
            .WithDescription("The person is no longer a contact of the organisation; access tokens for it end within 15 minutes.");
        return routes;
    }
}

/// <summary>An organisation.</summary>
/// <param name="OrganisationId">The id of the organisation in every service.</param>
/// <param name="Name">The name, such as "Gemeente Voorbeeld".</param>
/// <param name="Oin">The organisation identification number of the Dutch government: 20 digits.</param>
/// <param name="KvkNumber">The number in the register of the chambers of commerce: 8 digits.</param>
/// <param name="Active">Whether its contacts and clients get tokens.</param>
/// <param name="HasContact">Whether a contact is notified of what concerns it: false if it has none, if all of them are blocked, or if it isn't active.</param>
internal sealed record OrganisationDetail(Guid OrganisationId, string Name, string? Oin, string? KvkNumber, bool Active, bool HasContact)
{
    public static OrganisationDetail Of(Organisation organisation) => new(
        organisation.OrganisationId,
        organisation.Name,
        organisation.Oin,
        organisation.KvkNumber,
        organisation.Active,
        organisation.Active && organisation.HasContact);
}

/// <summary>The id and name of an organisation.</summary>
/// <param name="OrganisationId">The id of the organisation in every service.</param>
/// <param name="Name">The name, such as "Gemeente Voorbeeld".</param>
internal sealed record OrganisationSummary(Guid OrganisationId, string Name);
