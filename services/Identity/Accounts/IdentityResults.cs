using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.Accounts;

internal static class IdentityResults
{
    /// <summary>What ASP.NET Core Identity could not save: somebody else was faster, which it says with a value, or it is a fault of ours.</summary>
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
