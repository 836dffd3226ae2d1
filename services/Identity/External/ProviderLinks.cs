using System.Security.Claims;
using Metropool.Http;
using Metropool.Identity.Accounts;
using Metropool.Identity.Links;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.External;

/// <summary>What another provider said of somebody, in this browser and for some minutes.</summary>
/// <param name="Issuer">Who says so.</param>
/// <param name="Subject">Who it is there, for ever.</param>
/// <param name="Email">The address, where the provider vouches for it; null otherwise.</param>
/// <param name="CallName">The given name.</param>
/// <param name="Surname">The family name.</param>
internal sealed record ExternalPerson(string Issuer, string Subject, string? Email, string? CallName, string? Surname);

/// <summary>Which person of another provider is which of ours: by issuer and subject, never by address alone.</summary>
internal sealed class ProviderLinks(IdentityDbContext db, UserManager<Account> accounts, AccountMails mails, ExternalProvider provider)
{
    public const string EmailVerified = "email_verified";

    public static async Task<ExternalPerson?> AwaitedAsync(HttpContext context)
    {
        var external = await context.AuthenticateAsync(IdentityConstants.ExternalScheme);
        if (!external.Succeeded || !external.Properties!.Items.TryGetValue(ExternalProvider.Issuer, out var issuer) || external.Principal.FindFirstValue("sub") is not { Length: > 0 } subject)
        {
            return null;
        }

        // The token and the user info may each name an address, and say whether it is verified: they must agree.
        var email = external.Principal.FindAll("email").Select(claim => claim.Value).Distinct().ToList() is [var one] && EmailAddresses.IsAddress(one) ? one : null;
        var said = external.Principal.FindAll(EmailVerified).ToList();
        var isVerified = said.Count > 0
            ? said.TrueForAll(claim => string.Equals(claim.Value, "true", StringComparison.OrdinalIgnoreCase))
            : context.RequestServices.GetRequiredService<IdentitySettings>().ExternalProvider is { AddressesAreVerified: true };
        var whole = TextPolicy.Tidy(external.Principal.FindFirstValue("name"));
        return new(
            issuer!, subject, isVerified ? email : null, TextPolicy.Tidy(external.Principal.FindFirstValue("given_name")), TextPolicy.Tidy(external.Principal.FindFirstValue("family_name")) ?? whole);
    }

    /// <summary>Our account of somebody there; null where there is none yet.</summary>
    public async Task<Account?> FindAsync(ExternalPerson person, CancellationToken cancellationToken) =>
        await db.UserLogins.AsNoTracking().SingleOrDefaultAsync(l => l.LoginProvider == person.Issuer && l.ProviderKey == person.Subject, cancellationToken) is { } login
            ? await db.Users.SingleAsync(account => account.Id == login.UserId, cancellationToken)
            : null;

    /// <summary>Adds the link; saved by the caller.</summary>
    public void Add(ExternalPerson person, Account account) =>
        db.UserLogins.Add(new IdentityUserLogin<Guid> { LoginProvider = person.Issuer, ProviderKey = person.Subject, ProviderDisplayName = provider.Name, UserId = account.Id });

    /// <summary>After somebody signed in with what they have here: links the person of the provider that waited for this, when it vouches for the same address.</summary>
    public async Task LinkAwaitedAsync(HttpContext context, Account account, CancellationToken cancellationToken)
    {
        if (provider.Name is null || await AwaitedAsync(context) is not { } person)
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
