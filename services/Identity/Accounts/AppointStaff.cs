using System.ComponentModel.DataAnnotations;
using Metropool.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metropool.Identity.Accounts;

/// <summary>Appoints somebody who works for the programme.</summary>
internal static class AppointStaff
{
    public static async Task<Results<Created<StaffMember>, ProblemHttpResult>> HandleAsync(NewStaffMember request, Registrar registrar, TimeProvider time, CancellationToken cancellationToken)
    {
        var outcome = await registrar.RegisterAsync(
            Guid.CreateVersion7(time.GetUtcNow()), request.UserName.Trim(), request.DisplayName.Trim(), [Roles.Staff], null, request.Password, cancellationToken);
        return outcome.IsRefused(out var refusal, out var account)
            ? refusal.ToProblem()
            : TypedResults.Created((string?)null, new StaffMember(account.Id, account.DisplayName));
    }
}

/// <summary>Somebody to appoint.</summary>
/// <param name="UserName">The e-mail address that they sign in with.</param>
/// <param name="DisplayName">The name as it is shown: call name, prefix and surname.</param>
/// <param name="Password">A first password of at least 12 characters; left out, nobody can sign in with the account yet.</param>
internal sealed record NewStaffMember(
    [EmailAddress, StringLength(256)] string UserName,
    [StringLength(Account.LongestName), RegularExpression(Names.OneLine, ErrorMessage = Names.Sentence)] string DisplayName,
    [StringLength(200, MinimumLength = 12)] string? Password);
