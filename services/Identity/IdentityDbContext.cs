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

    public DbSet<MailedLink> MailedLinks => Set<MailedLink>();

    public DbSet<AskedMail> AskedMails => Set<AskedMail>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<Appointment> Appointments => Set<Appointment>();

    public DbSet<AccountMeasure> AccountMeasures => Set<AccountMeasure>();

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
        AddAccounts(builder);
        AddOrganisations(builder);
        AddLinks(builder);
        builder.Entity<TokenKey>(key =>
        {
            key.ToTable("token_keys");
            key.HasKey(k => k.KeyId);
        });
        builder.Entity<UsedAssertion>(assertion =>
        {
            assertion.ToTable("used_assertions");
            assertion.HasKey(a => new { a.ClientId, a.AssertionId });
            assertion.HasIndex(a => a.ExpiresAt);
        });
        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        builder.Entity<OpenIddictEntityFrameworkCoreApplication<Guid>>().ToTable("openiddict_applications");
        builder.Entity<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().ToTable("openiddict_authorizations");
        builder.Entity<OpenIddictEntityFrameworkCoreScope<Guid>>().ToTable("openiddict_scopes");
        builder.Entity<OpenIddictEntityFrameworkCoreToken<Guid>>().ToTable("openiddict_tokens");
    }

    private static void AddAccounts(ModelBuilder builder)
    {
        builder.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Property(a => a.DisplayName).HasMaxLength(Account.LongestName);
            account.Property(a => a.CallName).HasMaxLength(PersonName.LongestPart);
            account.Property(a => a.Prefix).HasMaxLength(PersonName.LongestPart);
            account.Property(a => a.Surname).HasMaxLength(PersonName.LongestPart);
            account.HasIndex(a => a.NormalizedUserName).IsUnique().HasDatabaseName("ix_accounts_normalized_user_name");
            account.HasIndex(a => a.NormalizedEmail).IsUnique().HasDatabaseName("ix_accounts_normalized_email");
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("account_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("account_tokens");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("account_passkeys");
        builder.Entity<SignInSession>(session =>
        {
            session.ToTable("sign_in_sessions");
            session.HasKey(s => s.SessionId);
            session.Property(s => s.Browser).HasMaxLength(100);
            session.HasIndex(s => s.PersonId);
            session.HasOne<Account>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<KnownDevice>(device =>
        {
            device.ToTable("known_devices");
            device.HasKey(d => d.DeviceHash);
            device.HasIndex(d => new { d.PersonId, d.UsedAt });
            device.HasOne<Account>().WithMany().HasForeignKey(d => d.PersonId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<AttemptCounter>(counter =>
        {
            counter.ToTable("attempt_counters");
            counter.HasKey(c => c.CounterKey);
            counter.Property(c => c.CounterKey).ValueGeneratedNever();
            counter.Property(c => c.Scope).HasConversion<string>().HasMaxLength(20);
            counter.HasIndex(c => c.AccountKey);
            counter.HasIndex(c => c.CountedAt);
        });
        builder.Entity<AccountMeasure>(measure =>
        {
            measure.ToTable("account_measures");
            measure.HasKey(m => m.MeasureId);
            measure.Property(m => m.Kind).HasConversion<string>().HasMaxLength(50);
            measure.Property(m => m.Reason).HasMaxLength(AccountMeasure.LongestReason);
            measure.HasIndex(m => new { m.PersonId, m.At });
        });
        builder.Entity<ErasedPerson>(erased =>
        {
            erased.ToTable("erased_people");
            erased.HasKey(e => e.PersonId);
        });
        builder.Entity<RecoveryCode>(code =>
        {
            code.ToTable("recovery_codes");
            code.HasKey(c => new { c.PersonId, c.CodeHash });
            code.HasOne<Account>().WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    private static void AddOrganisations(ModelBuilder builder)
    {
        builder.Entity<Organisation>(organisation =>
        {
            organisation.ToTable("organisations");
            organisation.HasKey(o => o.OrganisationId);
            organisation.Property(o => o.Name).HasMaxLength(Organisation.LongestName);
            organisation.HasIndex(o => o.NameKey).IsUnique();
            organisation.HasIndex(o => o.Oin).IsUnique();
            organisation.Property(o => o.Active).HasDefaultValue(true);
            organisation.Property(o => o.Version).IsConcurrencyToken();
        });
        builder.Entity<Contact>(contact =>
        {
            contact.ToTable("contacts");
            contact.HasKey(c => new { c.OrganisationId, c.PersonId });
            contact.HasIndex(c => c.PersonId);
            contact.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId);
            contact.HasOne<Account>().WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<Appointment>(appointment =>
        {
            appointment.ToTable("appointments");
            appointment.HasKey(a => a.AppointmentId);
            appointment.Property(a => a.Role).HasMaxLength(50);
            appointment.Property(a => a.Reason).HasMaxLength(500);
            appointment.HasIndex(a => new { a.PersonId, a.At });
        });
    }

    private static void AddLinks(ModelBuilder builder)
    {
        builder.Entity<PendingRegistration>(pending =>
        {
            pending.ToTable("pending_registrations");
            pending.HasKey(p => p.RegistrationId);
            pending.Property(p => p.ReturnUrl).HasMaxLength(PendingRegistration.LongestReturnUrl);
            pending.HasIndex(p => p.NormalizedEmail);
            pending.HasIndex(p => p.ForgottenAt);
        });
        builder.AddMailedLinks();
        builder.AddAskedMails();
        builder.Entity<Invitation>(invitation =>
        {
            invitation.ToTable("invitations");
            invitation.HasKey(i => i.InvitationId);
            invitation.Property(i => i.Role).HasMaxLength(50);
            invitation.HasIndex(i => i.NormalizedEmail);
            invitation.HasIndex(i => i.ExpiresAt);
        });
    }
}
