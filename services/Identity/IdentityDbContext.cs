using Metropool.Hosting;
using Metropool.Identity.Accounts;
using Metropool.Identity.Erasure;
using Metropool.Identity.Invitations;
using Metropool.Identity.Keys;
using Metropool.Identity.Organisations;
using Metropool.Identity.Registration;
using Metropool.Identity.Security;
using Metropool.Identity.Sessions;
using Metropool.Identity.SignIn;
using Metropool.Identity.Tokens;
using Metropool.Mail;
using Metropool.Mail.Links;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;

namespace Metropool.Identity;

internal sealed class IdentityDbContext(DbContextOptions<IdentityDbContext> options) : IdentityUserContext<Account, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<Contact> Contacts => Set<Contact>();

    public DbSet<PendingRegistration> PendingRegistrations => Set<PendingRegistration>();

    public DbSet<OneTimeLink> OneTimeLinks => Set<OneTimeLink>();

    public DbSet<MailRequest> MailRequests => Set<MailRequest>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<Appointment> Appointments => Set<Appointment>();

    public DbSet<AccountAction> AccountActions => Set<AccountAction>();

    public DbSet<ErasedPerson> ErasedPeople => Set<ErasedPerson>();

    public DbSet<SignInSession> SignInSessions => Set<SignInSession>();

    public DbSet<KnownDevice> KnownDevices => Set<KnownDevice>();

    public DbSet<AttemptCounter> AttemptCounters => Set<AttemptCounter>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<OutgoingMail> OutgoingMail => Set<OutgoingMail>();

    public DbSet<TokenKey> TokenKeys => Set<TokenKey>();

    public DbSet<UsedAssertion> UsedAssertions => Set<UsedAssertion>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.AddPlatform();
        builder.AddOutgoingMail();
        builder.UseOpenIddict<Guid>();
        builder.AddOneTimeLinks();
        builder.AddMailRequests();
        builder.ApplyConfigurationsFromAssembly(typeof(IdentityDbContext).Assembly);
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("account_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("account_tokens");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("account_passkeys");
        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        builder.Entity<OpenIddictEntityFrameworkCoreApplication<Guid>>().ToTable("openiddict_applications");
        builder.Entity<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().ToTable("openiddict_authorizations");
        builder.Entity<OpenIddictEntityFrameworkCoreScope<Guid>>().ToTable("openiddict_scopes");
        builder.Entity<OpenIddictEntityFrameworkCoreToken<Guid>>().ToTable("openiddict_tokens");
    }
}
