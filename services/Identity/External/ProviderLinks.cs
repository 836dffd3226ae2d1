using System.Security.Claims;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.External;

/// <summary>A person as another identity provider describes them, in this browser and for some minutes.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">The permanent id of the person at the provider.</param>
/// <param name="Email">The e-mail address, if the provider has verified it; null otherwise.</param>
/// <param name="CallName">The given name.</param>
/// <param name="Surname">The family name.</param>
internal sealed record ExternalPerson(string Issuer, string Subject, string? Email, string? CallName, string? Surname);

/// <summary>Links people of another identity provider to accounts: by issuer and subject, never by e-mail address alone.</summary>
internal sealed class ProviderLinks(IdentityDbContext db, UserManager<Account> accounts, AccountMails mails, ExternalProvider provider)
{
    public const string EmailVerified = "email_verified";

    public static async Task<ExternalPerson?> FindPendingAsync(HttpContext context)
    {
        var external = await context.AuthenticateAsync(IdentityConstants.ExternalScheme);
        if (!external.Succeeded
            || !external.Properties!.Items.TryGetValue(ExternalProvider.Issuer, out var issuer)
            || external.Principal.FindFirstValue("sub") is not { Length: > 0 } subject)
        {
            return null;
        }

        // The token and the user info may each have an address and say whether it is verified: they must agree.
        var emails = external.Principal.FindAll("email").Select(claim => claim.Value).Distinct().ToList();
        var said = external.Principal.FindAll(EmailVerified).ToList();
        var isVerified = said.Count > 0
            ? said.TrueForAll(claim => string.Equals(claim.Value, "true", StringComparison.OrdinalIgnoreCase))
            : context.RequestServices.GetRequiredService<IdentitySettings>().ExternalProvider is { AddressesAreVerified: true };
        return new(
            issuer!,
            subject,
            isVerified && emails is [var email] && EmailAddresses.IsAddress(email) ? email : null,
            TextPolicy.NormalizeOrNull(external.Principal.FindFirstValue("given_name")),
            TextPolicy.NormalizeOrNull(external.Principal.FindFirstValue("family_name"))
                ?? TextPolicy.NormalizeOrNull(external.Principal.FindFirstValue("name")));
    }

    /// <summary>The account that is linked to the person; null if there is none.</summary>
    public async Task<Account?> FindAsync(ExternalPerson person, CancellationToken cancellationToken) =>
        await db.UserLogins.AsNoTracking()
            .SingleOrDefaultAsync(l => l.LoginProvider == person.Issuer && l.ProviderKey == person.Subject, cancellationToken) is { } login
            ? await db.Users.SingleAsync(account => account.Id == login.UserId, cancellationToken)
            : null;

    /// <summary>Adds a link. The caller saves.</summary>
    public void Add(ExternalPerson person, Account account) =>
        db.UserLogins.Add(new IdentityUserLogin<Guid>
        {
            LoginProvider = person.Issuer,
            ProviderKey = person.Subject,
            ProviderDisplayName = provider.Name,
            UserId = account.Id,
        });

    /// <summary>After a person signed in: links the pending person of the provider to the account, if the provider has verified the same address.</summary>
    public async Task LinkPendingAsync(HttpContext context, Account account, CancellationToken cancellationToken)
    {
        if (provider.Name is null || await FindPendingAsync(context) is not { } person)
        {
            return;
        }

        await context.SignOutAsync(IdentityConstants.ExternalScheme);
        if (person.Email is not null && accounts.NormalizeEmail(person.Email) == account.NormalizedEmail && await FindAsync(person, cancellationToken) is null)
        {
            Add(person, account);
            mails.Changed(account, $"Je account is gekoppeld aan {provider.Name}: je kunt nu ook daarmee inloggen.");
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
