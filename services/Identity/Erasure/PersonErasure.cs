using MassTransit;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Invitations;
using Metropool.Identity.Links;
using Metropool.Identity.Organisations;
using Metropool.Identity.SignIn;
using Metropool.Mail;
using Metropool.Mail.Links;
using Metropool.Messaging;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace Metropool.Identity.Erasure;

/// <summary>
/// Erases a person from Identity (GDPR, article 17), in one transaction: the account with everything that references it, and what is stored by address or id
/// without a foreign key. The history of appointments and actions stays, without the person. ADR 17 lists what remains, where and for how long.
/// </summary>
internal sealed partial class PersonErasure(
    IdentityDbContext db,
    Appointments appointments,
    OrganisationContacts contacts,
    IStoredResponses responses,
    SignInThrottle throttle,
    IMessageErasure messages,
    AccountMails mails,
    IPublishEndpoint publish,
    ProgrammeClock clock,
    ILogger<PersonErasure> logger)
{
    /// <param name="personId">The person to erase.</param>
    /// <param name="by">The person themselves, or an administrator.</param>
    /// <param name="cancellationToken"></param>
    /// <returns>The refusal; null when the person is erased, now or before.</returns>
    public async Task<Refusal?> EraseAsync(Guid personId, Guid by, CancellationToken cancellationToken)
    {
        var outcome = await db.InTransactionAsync<bool>(
            async token =>
            {
                await appointments.LockAsync(token);
                if (await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == personId, token) is not { } account)
                {
                    return await db.ErasedPeople.AnyAsync(erased => erased.PersonId == personId, token) ? false : Refusals.AccountUnknown;
                }

                if (account.IsAdministrator && await appointments.IsLastAdministratorAsync(personId, token))
                {
                    return Refusals.LastAdministrator;
                }

                await EraseAsync(account, token);
                return true;
            },
            cancellationToken);
        if (!outcome.IsRefused(out var refusal, out var isErased) && isErased)
        {
            LogErased(personId, by == personId ? "the owner" : $"administrator {by}");
        }

        return refusal;
    }

    private async Task EraseAsync(Account account, CancellationToken cancellationToken)
    {
        var organisations = await contacts.OrganisationsOfAsync(account.Id, cancellationToken);
        await responses.EraseAsync(account.Id, cancellationToken);
        await throttle.ResetAllAsync(account.Email!, withCodes: true, cancellationToken);

        // Foreign keys delete contacts, sessions, known devices, recovery codes, passkeys and external logins. The account is deleted first, so that the next
        // statements see changes that were committed while this one waited for the row.
        await db.Users.Where(a => a.Id == account.Id).ExecuteDeleteAsync(cancellationToken);
        await DeleteMailAsync(account, cancellationToken);
        await DeleteTokensAsync(account.Id, cancellationToken);
        await AnonymizeHistoryAsync(account.Id, cancellationToken);
        await messages.DiscardUnsentAsync(account.Id, cancellationToken);
        await PublishAsync(account, cancellationToken);
        mails.Erased(account);
        await contacts.ReevaluateAsync(organisations, cancellationToken);
    }

    // Deletes mail and links that are about the person or addressed to them, and what was requested for the address without an account: registrations,
    // invitations, and mail about no person. Mail about other people stays, whatever its address.
    private async Task DeleteMailAsync(Account account, CancellationToken cancellationToken)
    {
        var (id, address) = (account.Id, account.NormalizedEmail!);
        Guid[] about =
        [
            id,
            .. await db.PendingRegistrations.Where(pending => pending.NormalizedEmail == address)
                .Select(pending => pending.RegistrationId).ToListAsync(cancellationToken),
            .. await db.Invitations.Where(invitation => invitation.NormalizedEmail == address)
                .Select(invitation => invitation.InvitationId).ToListAsync(cancellationToken),
        ];
        await db.DiscardMailAboutAsync(about, cancellationToken);
        await db.OutgoingMail.Where(mail => mail.RecipientPersonId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"DELETE FROM outgoing_mail WHERE data_subject_id IS NULL AND recipient_person_id IS NULL AND upper(recipient) = {address}", cancellationToken);

        // An address that the account was to change to is the person's too.
        var wanted = await db.OneTimeLinks.Where(link => about.Contains(link.SubjectId)).Select(link => link.Email).ToListAsync(cancellationToken);
        byte[][] hashes = [MailRequests.HashOf(account.Email!), .. wanted.Select(MailRequests.HashOf)];
        await db.MailRequests.Where(asked => hashes.Contains(asked.AddressHash)).ExecuteDeleteAsync(cancellationToken);
        await db.OneTimeLinks.Where(link => about.Contains(link.SubjectId)).ExecuteDeleteAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"DELETE FROM one_time_links WHERE purpose IN ({LinkPurpose.Registration}, {LinkPurpose.Invitation}) AND upper(email) = {address}",
            cancellationToken);
        await db.PendingRegistrations.Where(pending => pending.NormalizedEmail == address).ExecuteDeleteAsync(cancellationToken);
        await db.Invitations.Where(invitation => invitation.NormalizedEmail == address).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task DeleteTokensAsync(Guid personId, CancellationToken cancellationToken)
    {
        var subject = personId.ToString();
        await db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>().Where(token => token.Subject == subject).ExecuteDeleteAsync(cancellationToken);
        await db.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().Where(authorization => authorization.Subject == subject)
            .ExecuteDeleteAsync(cancellationToken);
    }

    // The triggers of these tables allow only this change, and only after the account is deleted.
    private async Task AnonymizeHistoryAsync(Guid personId, CancellationToken cancellationToken)
    {
        var anonymous = ErasedPerson.AnonymousId;
        await db.Appointments.Where(appointment => appointment.PersonId == personId).ExecuteUpdateAsync(
            set => set.SetProperty(appointment => appointment.PersonId, anonymous).SetProperty(appointment => appointment.Reason, (string?)null),
            cancellationToken);
        await db.Appointments.Where(appointment => appointment.By == personId)
            .ExecuteUpdateAsync(set => set.SetProperty(appointment => appointment.By, anonymous), cancellationToken);
        await db.AccountActions.Where(action => action.PersonId == personId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(action => action.PersonId, anonymous).SetProperty(action => action.Reason, (string?)null), cancellationToken);
        await db.AccountActions.Where(action => action.By == personId)
            .ExecuteUpdateAsync(set => set.SetProperty(action => action.By, anonymous), cancellationToken);
        await db.Invitations.Where(invitation => invitation.InvitedBy == personId)
            .ExecuteUpdateAsync(set => set.SetProperty(invitation => invitation.InvitedBy, anonymous), cancellationToken);
    }

    // Also replaces the name and ends the appointment, for services that don't handle the erasure itself.
    private async Task PublishAsync(Account account, CancellationToken cancellationToken)
    {
        account.Anonymise(clock.GetUtcNow());
        foreach (var state in account.State())
        {
            await publish.Publish(state, cancellationToken);
        }

        var erased = new ErasedPerson { PersonId = account.Id, Version = account.Version + 1, ErasedAt = account.ChangedAt };
        db.ErasedPeople.Add(erased);
        await publish.Publish(erased.State(), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Person {PersonId} was erased by {By}.")]
    private partial void LogErased(Guid personId, string by);
}
