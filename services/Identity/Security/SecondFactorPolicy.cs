using Metropool.Identity.Accounts;

namespace Metropool.Identity.Security;

/// <summary>Who gets no token without a second factor: whoever works for the programme, outside development or as the setting says.</summary>
internal sealed class SecondFactorPolicy(IdentitySettings settings, IHostEnvironment environment)
{
    public bool IsAskedOf(Account account) => (settings.StaffNeedSecondFactor ?? !environment.IsDevelopment()) && (account.IsStaff || account.IsAdministrator);
}
