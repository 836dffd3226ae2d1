using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Accounts;

internal static class IdentityResults
{
    /// <summary>Throws if ASP.NET Core Identity couldn't save: it returns a result instead of throwing, also for a concurrent change.</summary>
    public static void OrThrow(this IdentityResult result)
    {
        if (result.Succeeded)
        {
            return;
        }

        var codes = string.Join(", ", result.Errors.Select(error => error.Code));
        throw result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.ConcurrencyFailure))
            ? new DbUpdateConcurrencyException(codes)
            : new InvalidOperationException($"The account could not be saved: {codes}.");
    }
}
