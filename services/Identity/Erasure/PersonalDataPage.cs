using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Metropool.Identity.Accounts;
using Metropool.Identity.Self;
using Metropool.Identity.SignIn;
using Metropool.Mail.Links;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace Metropool.Identity.Erasure;

/// <summary>The download of what Identity stores about a person (GDPR, article 15). It leaves out secrets and their hashes, and says that they exist.</summary>
internal static class PersonalDataPage
{
    public const string Path = "/account/data";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static Task<IResult> DownloadAsync(
        HttpContext context,
        IdentityDbContext db,
        UserManager<Account> accounts,
        SignInThrottle throttle,
        TimeProvider time,
        CancellationToken cancellationToken) =>
        AccountPages.ForOwnerAsync(context, Path, requireRecentSignIn: true, async signedIn =>
        {
            var data = await ReadAsync(signedIn.Account, db, accounts, throttle, time, cancellationToken);
            return Results.File(JsonSerializer.SerializeToUtf8Bytes(data, Json), "application/json", "metropool-gegevens.json");
        });

    private static async Task<object> ReadAsync(
        Account account, IdentityDbContext db, UserManager<Account> accounts, SignInThrottle throttle, TimeProvider time, CancellationToken cancellationToken)
    {
        var (id, address, subject, hash) = (account.Id, account.NormalizedEmail!, account.Id.ToString(), MailRequests.HashOf(account.Email!));
        return new
        {
            WrittenAt = time.GetUtcNow(),
            Account = new
            {
                PersonId = id,
                account.Email,
                account.DisplayName,
                account.CallName,
                account.Prefix,
                account.Surname,
                account.Roles,
                account.RegisteredAt,
                account.ChangedAt,
                HasPassword = account.PasswordHash is not null,
                HasAuthenticator = account.TotpSecret is not null,
                RecoveryCodes = await db.RecoveryCodes.CountAsync(code => code.PersonId == id, cancellationToken),
                account.BlockedAt,
            },
            Passkeys = (await accounts.GetPasskeysAsync(account))
                .Select(passkey => new { passkey.Name, passkey.CreatedAt, passkey.Transports, passkey.IsBackedUp }),
            Providers = (await accounts.GetLoginsAsync(account)).Select(login => new { login.LoginProvider, login.ProviderDisplayName, login.ProviderKey }),
            Contacts = await (from contact in db.Contacts
                              join organisation in db.Organisations on contact.OrganisationId equals organisation.OrganisationId
                              where contact.PersonId == id
                              orderby contact.Since
                              select new { contact.OrganisationId, organisation.Name, contact.Since }).ToListAsync(cancellationToken),
            Appointments = await db.Appointments.Where(a => a.PersonId == id)
                .OrderBy(a => a.At).Select(a => new { a.Role, a.OrganisationId, a.Given, a.At, a.Reason }).ToListAsync(cancellationToken),
            Actions = await db.AccountActions.Where(m => m.PersonId == id)
                .OrderBy(m => m.At).Select(m => new { m.Kind, m.At, m.Reason }).ToListAsync(cancellationToken),
            AppointmentsOfOthers = await db.Appointments.CountAsync(a => a.By == id, cancellationToken),
            Invitations = await db.Invitations.Where(i => i.NormalizedEmail == address).OrderBy(i => i.InvitedAt)
                .Select(i => new { i.Email, i.Role, i.OrganisationId, i.InvitedAt, i.ExpiresAt, i.AcceptedAt, i.WithdrawnAt }).ToListAsync(cancellationToken),
            Registrations = await db.PendingRegistrations.Where(pending => pending.NormalizedEmail == address).OrderBy(pending => pending.CreatedAt)
                .Select(pending => new { pending.Email, pending.CallName, pending.Prefix, pending.Surname, pending.CreatedAt, pending.ForgottenAt })
                .ToListAsync(cancellationToken),
            Sessions = await db.SignInSessions.Where(s => s.PersonId == id)
                .OrderBy(s => s.StartedAt).Select(s => new { s.Browser, s.StartedAt, s.EndedAt }).ToListAsync(cancellationToken),
            Devices = await db.KnownDevices.Where(device => device.PersonId == id).OrderBy(device => device.Since)
                .Select(device => new { device.Since, device.UsedAt }).ToListAsync(cancellationToken),
            WrongAttempts = await throttle.Of(account).OrderBy(counter => counter.CountedAt)
                .Select(counter => new { counter.Scope, counter.Attempts, counter.CountedAt, counter.ClosedUntil, counter.NotifiedAt })
                .ToListAsync(cancellationToken),
            Links = await db.OneTimeLinks.Where(link => link.SubjectId == id || link.Email == account.Email).OrderBy(link => link.CreatedAt)
                .Select(link => new { link.Purpose, link.Email, link.CreatedAt, link.ExpiresAt, link.UsedAt }).ToListAsync(cancellationToken),
            Mails = await db.OutgoingMail.Where(mail => mail.DataSubjectId == id || mail.RecipientPersonId == id).OrderBy(mail => mail.CreatedAt)
                .Select(mail => new { mail.Kind, mail.Subject, mail.CreatedAt, mail.DueAt, mail.ParkedAt, mail.LastRefusal }).ToListAsync(cancellationToken),
            MailRequests = await db.MailRequests.Where(asked => asked.AddressHash == hash)
                .OrderBy(asked => asked.RequestedAt).Select(asked => new { asked.Kind, asked.RequestedAt }).ToListAsync(cancellationToken),
            Tokens = await db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>().Where(token => token.Subject == subject).OrderBy(token => token.CreationDate)
                .Select(token => new { token.Application!.ClientId, token.Type, token.Status, token.CreationDate, token.ExpirationDate })
                .ToListAsync(cancellationToken),
        };
    }
}
