using MassTransit;
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
/// Erases a person from Identity (AVG, article 17), in one transaction: the account with all that hangs on it, and what is kept by address or id without a foreign key.
/// The history of appointments and measures stays, and names nobody. ADR 17 says what remains where, and for how long.
/// </summary>
internal sealed partial class Erasures(
    IdentityDbContext db,
    Appointments appointments,
    OrganisationContacts contacts,
    IKeptAnswers answers,
    SignInThrottle throttle,
    IMessageErasure messages,
    AccountMails mails,
    IPublishEndpoint publish,
    ProgrammeClock clock,
    ILogger<Erasures> logger)
{
    /// <param name="personId">Who is erased.</param>
    /// <param name="by">Who does it: themselves, or an administrator.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Why not; null when it is done, or was done before.</returns>
    public async Task<Refusal?> EraseAsync(Guid personId, Guid by, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await appointments.TakeTurnAsync(cancellationToken);
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == personId, cancellationToken) is not { } account)
        {
            return await db.ErasedPeople.AnyAsync(erased => erased.PersonId == personId, cancellationToken) ? null : AccountMeasures.Unknown;
        }

        if (account.IsAdministrator && await appointments.IsLastAdministratorAsync(personId, cancellationToken))
        {
            return Appointments.LastAdministrator;
        }

        var organisations = await contacts.OfAsync(personId, cancellationToken);
        await answers.ForgetAsync(personId, cancellationToken);
        await throttle.ForgetAllAsync(account.Email!, withCodes: true, cancellationToken);

        // With it go contacts, sessions, known devices, recovery codes, passkeys and ways to sign in. First, so that a change that was committed while this waited is found
        // by what follows.
        await db.Users.Where(a => a.Id == personId).ExecuteDeleteAsync(cancellationToken);
        await ForgetMailAsync(account, cancellationToken);
        await ForgetTokensAsync(personId, cancellationToken);
        await MakeHistoryAnonymousAsync(personId, cancellationToken);
        await messages.DiscardUnsentAsync(personId, cancellationToken);
        await TellAsync(account, cancellationToken);
        mails.Erased(account);
        await contacts.ReevaluateAsync(organisations, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogErased(personId, by == personId ? "themselves" : $"administrator {by}");
        return null;
    }

    // Mail and links go by whom they are about and who receives them. What was asked for in the name of the address, before it had an account or besides it,
    // goes with the address: registrations, invitations, and mail that is about no one. Mail about others stays, whatever its address.
    private async Task ForgetMailAsync(Account account, CancellationToken cancellationToken)
    {
        var (id, address) = (account.Id, account.NormalizedEmail!);
        Guid[] about =
        [
            id,
            .. await db.PendingRegistrations.Where(pending => pending.NormalizedEmail == address).Select(pending => pending.RegistrationId).ToListAsync(cancellationToken),
            .. await db.Invitations.Where(invitation => invitation.NormalizedEmail == address).Select(invitation => invitation.InvitationId).ToListAsync(cancellationToken),
        ];
        await db.DiscardMailAboutAsync(about, cancellationToken);
        await db.OutgoingMail.Where(mail => mail.RecipientPersonId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"DELETE FROM outgoing_mail WHERE data_subject_id IS NULL AND recipient_person_id IS NULL AND upper(recipient) = {address}", cancellationToken);
        // The addresses that the account was to change to are the person's too.
        var wanted = await db.MailedLinks.Where(link => about.Contains(link.SubjectId)).Select(link => link.Email).ToListAsync(cancellationToken);
        byte[][] hashes = [AskedMails.HashOf(account.Email!), .. wanted.Select(AskedMails.HashOf)];
        await db.AskedMails.Where(asked => hashes.Contains(asked.AddressHash)).ExecuteDeleteAsync(cancellationToken);
        await db.MailedLinks.Where(link => about.Contains(link.SubjectId)).ExecuteDeleteAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"DELETE FROM mailed_links WHERE purpose IN ({LinkPurpose.Registration}, {LinkPurpose.Invitation}) AND upper(email) = {address}",
            cancellationToken);
        await db.PendingRegistrations.Where(pending => pending.NormalizedEmail == address).ExecuteDeleteAsync(cancellationToken);
        await db.Invitations.Where(invitation => invitation.NormalizedEmail == address).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task ForgetTokensAsync(Guid personId, CancellationToken cancellationToken)
    {
        var subject = personId.ToString();
        await db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>().Where(token => token.Subject == subject).ExecuteDeleteAsync(cancellationToken);
        await db.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().Where(authorization => authorization.Subject == subject).ExecuteDeleteAsync(cancellationToken);
    }

    // Triggers let this through, and nothing else, once there is no account with the id.
    private async Task MakeHistoryAnonymousAsync(Guid personId, CancellationToken cancellationToken)
    {
        var nobody = ErasedPerson.Nobody;
        await db.Appointments.Where(appointment => appointment.PersonId == personId)
            .ExecuteUpdateAsync(set => set.SetProperty(appointment => appointment.PersonId, nobody).SetProperty(appointment => appointment.Reason, (string?)null), cancellationToken);
        await db.Appointments.Where(appointment => appointment.By == personId).ExecuteUpdateAsync(set => set.SetProperty(appointment => appointment.By, nobody), cancellationToken);
        await db.AccountMeasures.Where(measure => measure.PersonId == personId)
            .ExecuteUpdateAsync(set => set.SetProperty(measure => measure.PersonId, nobody).SetProperty(measure => measure.Reason, (string?)null), cancellationToken);
        await db.AccountMeasures.Where(measure => measure.By == personId).ExecuteUpdateAsync(set => set.SetProperty(measure => measure.By, nobody), cancellationToken);
        await db.Invitations.Where(invitation => invitation.InvitedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(invitation => invitation.InvitedBy, nobody), cancellationToken);
    }

    // Whoever keeps a copy of the name keeps another from now on, and whoever acts on what the person was learns that it is over, whether or not it follows the erasure.
    private async Task TellAsync(Account account, CancellationToken cancellationToken)
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

    [LoggerMessage(Level = LogLevel.Information, Message = "Person {PersonId} is erased by {By}.")]
    private partial void LogErased(Guid personId, string by);
}
