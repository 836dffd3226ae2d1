using Metropool.Http;
using Metropool.Messaging;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Metropool.Hosting;

/// <summary>
/// What the database may answer to a good request: somebody else was faster (409, or 412 where the caller named a version; to be read again and repeated), or it is away or full (503). And to a
/// bad one: it holds what is no text (400).
/// </summary>
internal sealed class DatabaseFailures(ILogger<DatabaseFailures> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (IsConcurrentChange(exception))
        {
            // Who said which version they meant is told that it isn't the one any more, also where that is only seen on saving.
            var refusal = Chain(exception).Any(e => e is DbUpdateConcurrencyException) && httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<DemandsIfMatch>() is not null
                ? IfMatch.Changed
                : Refusal.Conflict(ProblemCodes.ConcurrentChange, "Somebody else changed the same thing at the same moment; read it again and repeat.");
            logger.LogInformation("Somebody else changed the same thing at the same moment: {Reason}", exception.GetBaseException().Message);
            await refusal.ToProblem().ExecuteAsync(httpContext);
            return true;
        }

        if (IsNoText(exception))
        {
            await Refusal.Invalid(ProblemCodes.Invalid, "A text holds a character that can't be kept.", []).ToProblem().ExecuteAsync(httpContext);
            return true;
        }

        if (IsFull(exception))
        {
            // An error, and not a warning: it doesn't end by itself.
            logger.LogError("The disk of the database is full: {Reason}", exception.GetBaseException().Message);
            httpContext.Response.Headers.RetryAfter = "60";
            await new Refusal(ProblemCodes.StorageFull, "The disk of the database is full; nothing was changed. Try again later.", StatusCodes.Status503ServiceUnavailable)
                .ToProblem().ExecuteAsync(httpContext);
            return true;
        }

        if (IsAway(exception))
        {
            logger.LogWarning("The database is away: {Reason}", exception.GetBaseException().Message);
            httpContext.Response.Headers.RetryAfter = "5";
            await new Refusal(ProblemCodes.Unavailable, "The database is away for the moment; try again later.", StatusCodes.Status503ServiceUnavailable)
                .ToProblem().ExecuteAsync(httpContext);
            return true;
        }

        return false;
    }

    /// <summary>Lost against another change: a version that moved on, a serialization failure or deadlock, a key or a time that was taken meanwhile.</summary>
    internal static bool IsConcurrentChange(Exception exception) => Chain(exception).Any(e => e is DbUpdateConcurrencyException or PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation
    });

    /// <summary>A NUL, or another sequence that is no text to the database: where no annotation has looked, as on a form.</summary>
    internal static bool IsNoText(Exception exception) => Chain(exception).Any(e => e is PostgresException
    {
        SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter
    });

    /// <summary>No room for what is to be written. Out of memory (53200) and out of connections (53300) end by themselves: then it is away.</summary>
    internal static bool IsFull(Exception exception) => Chain(exception).Any(e => e is PostgresException { SqlState: PostgresErrorCodes.DiskFull });

    /// <summary>Not reached, cut off, shutting down, starting up, out of connections, or too slow to answer.</summary>
    internal static bool IsAway(Exception exception) => Chain(exception).Any(e => ServiceDatabase.IsLostTransaction(e) || e is NpgsqlException { IsTransient: true } or PostgresException
    {
        SqlState: PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.UndefinedTable
    });

    /// <summary>Away, or refusing the user, the password or the database.</summary>
    internal static bool IsUnusable(Exception exception) => IsAway(exception) || Chain(exception).Any(e => e is PostgresException
    {
        SqlState: PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InsufficientPrivilege
    });

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException!)
        {
            yield return e;
        }
    }
}
