using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Invitations;
using Metropool.Identity.Links;
using Metropool.Identity.SignIn;
using Metropool.Mail.Links;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace Metropool.Identity.Erasure;

/// <summary>
/// Erases a person from Identity (AVG, article 17), in one transaction: the account with all that hangs on it, and what is kept by address or id without a foreign key.
/// The history of appointments and measures stays, and names nobody. ADR 17 says what remains where, and for how long.
/// </summary>
internal sealed partial class Erasures(
    IdentityDbContext db, Appointments appointments, IKeptAnswers answers, SignInThrottle throttle, AccountMails mails, IPublishEndpoint publish, ProgrammeClock clock, ILogger<Erasures> logger)
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

        await ForgetMailAsync(account, cancellationToken);
        await ForgetTokensAsync(personId, cancellationToken);
        await answers.ForgetAsync(personId, cancellationToken);
        await throttle.ForgetAllAsync(account.Email!, withCodes: true, cancellationToken);

        // With it go contacts, sessions, known devices, recovery codes, passkeys and ways to sign in.
        await db.Users.Where(a => a.Id == personId).ExecuteDeleteAsync(cancellationToken);
        await MakeHistoryAnonymousAsync(personId, cancellationToken);
        await TellAsync(account, cancellationToken);
        mails.Erased(account.Email!);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogErased(personId, by == personId ? "themselves" : $"administrator {by}");
        return null;
    }

    // By address, as by id: what was mailed and is waited for, and what was asked for in the name of the address. An address that the account was to have is another's, until it is
    // confirmed: of that one goes what was sent for this account alone.
    private async Task ForgetMailAsync(Account account, CancellationToken cancellationToken)
    {
        var (id, address) = (account.Id, account.NormalizedEmail!);
        var next = await db.MailedLinks.Where(link => link.Purpose == LinkPurpose.EmailChange && link.SubjectId == id).Select(link => link.Email).ToListAsync(cancellationToken);
        var (nextAddresses, nextHashes) = (next.Select(email => email.ToUpperInvariant()).ToArray(), next.Select(AskedMails.HashOf).ToArray());
        var hash = AskedMails.HashOf(address);
        await db.Database.ExecuteSqlAsync(
            $"DELETE FROM outgoing_mail WHERE upper(recipient) = {address} OR (kind = {MailKinds.EmailChange} AND upper(recipient) = ANY ({nextAddresses}))", cancellationToken);
        await db.Database.ExecuteSqlAsync($"DELETE FROM mailed_links WHERE subject_id = {id} OR upper(email) = {address}", cancellationToken);
        await db.AskedMails.Where(asked => asked.AddressHash == hash || (asked.Kind == MailKinds.EmailChange && nextHashes.Contains(asked.AddressHash))).ExecuteDeleteAsync(cancellationToken);
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
