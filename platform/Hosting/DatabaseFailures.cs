using Metropool.Http;
using Metropool.Messaging;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Metropool.Hosting;

/// <summary>
/// Converts failures of the database into problems: a concurrent change (409, or 412 where the request has a version), an outage or a full disk (503), and
/// characters that it can't store (400).
/// </summary>
internal sealed class DatabaseFailures(ILogger<DatabaseFailures> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (IsConcurrentChange(exception))
        {
            // A request with If-Match gets the same response whether the changed version is noticed before or while saving.
            var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
            var refusal = Chain(exception).Any(e => e is DbUpdateConcurrencyException) && endpoint?.Metadata.GetMetadata<RequiresIfMatch>() is not null
                ? IfMatch.Changed
                : Refusal.Conflict(ProblemCodes.ConcurrentChange, "The resource was changed concurrently. Read it again and retry.");
            logger.LogInformation("A concurrent change: {Reason}", exception.GetBaseException().Message);
            await refusal.ToProblem().ExecuteAsync(httpContext);
            return true;
        }

        if (IsInvalidText(exception))
        {
            await Refusal.Invalid(ProblemCodes.Invalid, "A string has a character that can't be stored.", []).ToProblem().ExecuteAsync(httpContext);
            return true;
        }

        if (IsFull(exception))
        {
            // An error and not a warning, because an operator must act.
            logger.LogError("The disk of the database is full: {Reason}", exception.GetBaseException().Message);
            httpContext.Response.Headers.RetryAfter = "60";
            await Unavailable(ProblemCodes.StorageFull, "The disk of the database is full. Nothing was changed; try again later.").ExecuteAsync(httpContext);
            return true;
        }

        if (IsUnavailable(exception))
        {
            logger.LogWarning("The database is unavailable: {Reason}", exception.GetBaseException().Message);
            httpContext.Response.Headers.RetryAfter = "5";
            await Unavailable(ProblemCodes.Unavailable, "The database is unavailable. Try again later.").ExecuteAsync(httpContext);
            return true;
        }

        return false;
    }

    /// <summary>A conflict with a concurrent change: of a version, a serialization failure or deadlock, or of a unique or exclusion constraint.</summary>
    internal static bool IsConcurrentChange(Exception exception) => Chain(exception).Any(e => e is DbUpdateConcurrencyException or PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation
    });

    /// <summary>A NUL or another sequence that the database doesn't accept, in input that isn't validated by annotations.</summary>
    internal static bool IsInvalidText(Exception exception) => Chain(exception).Any(e => e is PostgresException
    {
        SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter
    });

    /// <summary>The disk is full. Out of memory (53200) and out of connections (53300) count as an outage, because they end by themselves.</summary>
    internal static bool IsFull(Exception exception) => Chain(exception).Any(e => e is PostgresException { SqlState: PostgresErrorCodes.DiskFull });

    /// <summary>The database can't be reached, is starting or stopping, has no free connection, or timed out, or the connection is lost.</summary>
    internal static bool IsUnavailable(Exception exception) => Chain(exception).Any(e => ServiceDatabase.IsLostTransaction(e)
        || e is NpgsqlException { IsTransient: true }
            or PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.UndefinedTable });

    /// <summary>The database is unavailable, or refuses the user, the password or the database.</summary>
    internal static bool IsUnusable(Exception exception) => IsUnavailable(exception) || Chain(exception).Any(e => e is PostgresException
    {
        SqlState: PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InsufficientPrivilege
    });

    private static ProblemHttpResult Unavailable(string code, string detail) => new Refusal(code, detail, StatusCodes.Status503ServiceUnavailable).ToProblem();

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException!)
        {
            yield return e;
        }
    }
}
