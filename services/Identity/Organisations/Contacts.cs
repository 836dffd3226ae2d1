using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Identity.Invitations;
using Metropool.Identity.Staff;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Organisations;

/// <summary>The contacts of organisations. A person can be a contact of several.</summary>
internal static class Contacts
{
    public static async Task<Results<Ok<List<ContactSummary>>, ProblemHttpResult>> ListAsync(
        Guid organisationId, IdentityDbContext db, CancellationToken cancellationToken) =>
        await db.Organisations.AnyAsync(o => o.OrganisationId == organisationId, cancellationToken)
            ? TypedResults.Ok(await (from contact in db.Contacts
                                     join account in db.Users on contact.PersonId equals account.Id
                                     where contact.OrganisationId == organisationId
                                     orderby account.DisplayName, account.Id
                                     select new ContactSummary(account.Id, account.DisplayName, contact.Since)).ToListAsync(cancellationToken))
            : Refusals.OrganisationUnknown.ToProblem();

    public static async Task<Results<Created<AppointmentResult>, ProblemHttpResult>> AppointAsync(
        Guid organisationId, AppointContactRequest request, Caller caller, Appointments appointments, CancellationToken cancellationToken) =>
        (await appointments.AppointAsync(request.Email, Roles.EmployerContact, organisationId, caller.PersonId, cancellationToken))
            .IsRefused(out var refusal, out var appointed)
            ? refusal.ToProblem()
            : TypedResults.Created(
                appointed.PersonId is { } personId ? $"/identity/v1/organisations/{organisationId}/contacts/{personId}" : StaffInvitations.AddressOf(appointed),
                appointed);

    public static async Task<Results<Ok<ContactSummary>, ProblemHttpResult>> GetAsync(
        Guid organisationId, Guid personId, IdentityDbContext db, CancellationToken cancellationToken) =>
        await (from contact in db.Contacts
               join account in db.Users on contact.PersonId equals account.Id
               where contact.OrganisationId == organisationId && contact.PersonId == personId
               select new ContactSummary(account.Id, account.DisplayName, contact.Since)).SingleOrDefaultAsync(cancellationToken) is { } found
            ? TypedResults.Ok(found)
            : Refusals.AppointmentUnknown.ToProblem();

    public static async Task<Results<NoContent, ProblemHttpResult>> DismissAsync(
        Guid organisationId, Guid personId, Caller caller, Appointments appointments, CancellationToken cancellationToken) =>
        await appointments.DismissAsync(personId, Roles.EmployerContact, organisationId, caller.PersonId, reason: null, cancellationToken) is { } refusal
            ? refusal.ToProblem()
            : TypedResults.NoContent();
}

/// <summary>A contact to appoint.</summary>
/// <param name="Email">The e-mail address of the person, with or without an account.</param>
internal sealed record AppointContactRequest([Required, EmailAddress, StringLength(EmailAddresses.MaxLength)] string Email);

/// <summary>A contact of an organisation.</summary>
/// <param name="PersonId">The id of the person in every service.</param>
/// <param name="DisplayName">The display name.</param>
/// <param name="Since">Since when the person is a contact; programme time, UTC.</param>
internal sealed record ContactSummary(Guid PersonId, string DisplayName, DateTimeOffset Since);
