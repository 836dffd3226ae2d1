using Metropool.Identity.Accounts;

namespace Metropool.Identity.Security;

/// <summary>Staff and administrators need a second factor to get a token: outside Development, or as the setting says.</summary>
internal sealed class SecondFactorPolicy(IdentitySettings settings, IHostEnvironment environment)
{
    public bool IsAskedOf(Account account) => (settings.StaffNeedSecondFactor ?? !environment.IsDevelopment()) && (account.IsStaff || account.IsAdministrator);
}
