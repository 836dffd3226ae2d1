using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Metropool.Identity.Invitations;
using Metropool.Identity.Staff;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Organisations;

/// <summary>The people who speak for an organisation; somebody may speak for several.</summary>
internal static class Contacts
{
    public static async Task<Results<Ok<List<ContactView>>, ProblemHttpResult>> ListAsync(Guid organisationId, IdentityDbContext db, CancellationToken cancellationToken) =>
        await db.Organisations.AnyAsync(o => o.OrganisationId == organisationId, cancellationToken)
            ? TypedResults.Ok(await (from contact in db.Contacts
                                     join account in db.Users on contact.PersonId equals account.Id
                                     where contact.OrganisationId == organisationId
                                     orderby account.DisplayName, account.Id
                                     select new ContactView(account.Id, account.DisplayName, contact.Since)).ToListAsync(cancellationToken))
            : OrganisationsApi.Unknown.ToProblem();

    public static async Task<Results<Created<Appointed>, ProblemHttpResult>> AppointAsync(
        Guid organisationId, NewContact request, Caller caller, Appointments appointments, CancellationToken cancellationToken) =>
        (await appointments.AppointAsync(request.Email, Roles.EmployerContact, organisationId, caller.PersonId, cancellationToken)).IsRefused(out var refusal, out var appointed)
            ? refusal.ToProblem()
            : TypedResults.Created(appointed.PersonId is { } personId ? $"/identity/v1/organisations/{organisationId}/contacts/{personId}" : StaffInvitations.AddressOf(appointed), appointed);

    public static async Task<Results<Ok<ContactView>, ProblemHttpResult>> GetAsync(Guid organisationId, Guid personId, IdentityDbContext db, CancellationToken cancellationToken) =>
        await (from contact in db.Contacts
               join account in db.Users on contact.PersonId equals account.Id
               where contact.OrganisationId == organisationId && contact.PersonId == personId
               select new ContactView(account.Id, account.DisplayName, contact.Since)).SingleOrDefaultAsync(cancellationToken) is { } found
            ? TypedResults.Ok(found)
            : Appointments.Unknown.ToProblem();

    public static async Task<Results<NoContent, ProblemHttpResult>> DismissAsync(
        Guid organisationId, Guid personId, Caller caller, Appointments appointments, CancellationToken cancellationToken) =>
        await appointments.DismissAsync(personId, Roles.EmployerContact, organisationId, caller.PersonId, reason: null, cancellationToken) is { } refusal
            ? refusal.ToProblem()
            : TypedResults.NoContent();
}

/// <summary>Somebody to appoint.</summary>
/// <param name="Email">The address that they have, or will have, an account with.</param>
internal sealed record NewContact([Required, EmailAddress, StringLength(EmailAddresses.Longest)] string Email);

/// <summary>Somebody who speaks for an organisation.</summary>
/// <param name="PersonId">The person, in every service.</param>
/// <param name="DisplayName">The name as it is shown.</param>
/// <param name="Since">Since when; programme time, UTC.</param>
internal sealed record ContactView(Guid PersonId, string DisplayName, DateTimeOffset Since);
