using Metropool.Hosting.Keysets;
using Metropool.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Mail.Parked;

/// <summary>Messages that the mail server refused for good, or for too long, until they are released, discarded or of no use. What they say and to whom is not told.</summary>
public sealed class ParkedMails
{
    // By when they were written: a message that is released and parked again stays where it was.
    private static readonly Keyset<OutgoingMail> Order = Keyset.Descending((OutgoingMail mail) => mail.MailId);

    private readonly DbSet<OutgoingMail> _mails;
    private readonly TimeProvider _time;
    private readonly string _service;

    internal ParkedMails(DbContext db, TimeProvider time, ApiDescription api) => (_mails, _time, _service) = (db.Set<OutgoingMail>(), time, api.Name);

    internal async Task<Ok<Page<ParkedMail>>> ListAsync(Paging paging, CancellationToken cancellationToken) =>
        TypedResults.Ok((await _mails.AsNoTracking().Where(mail => mail.ParkedAt != null).ToPageAsync(paging, Order, cancellationToken))
            .Select(mail => new ParkedMail(mail.MailId, mail.Kind, mail.CreatedAt, mail.ParkedAt!.Value, mail.Refusals, mail.LastRefusal, mail.Text != null)));

    internal async Task<Ok<ReleasedMails>> ReleaseAllAsync(CancellationToken cancellationToken) =>
        TypedResults.Ok(new ReleasedMails(await MakeDueAsync(_mails, cancellationToken)));

    internal async Task<Results<NoContent, ProblemHttpResult>> ReleaseAsync(Guid mailId, CancellationToken cancellationToken) =>
        await MakeDueAsync(_mails.Where(mail => mail.MailId == mailId), cancellationToken) == 1
            ? TypedResults.NoContent()
            : Unknown("There is no such parked message, or it is of no use any more.");

    internal async Task<Results<NoContent, ProblemHttpResult>> DiscardAsync(Guid mailId, CancellationToken cancellationToken) =>
        await _mails.Where(mail => mail.MailId == mailId && mail.ParkedAt != null).ExecuteDeleteAsync(cancellationToken) == 1
            ? TypedResults.NoContent()
            : Unknown("There is no such parked message.");

    // With as much time as a new one: it wasn't its fault.
    private Task<int> MakeDueAsync(IQueryable<OutgoingMail> mails, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        return mails.Where(mail => mail.ParkedAt != null && mail.Text != null).ExecuteUpdateAsync(
            set => set.SetProperty(mail => mail.DueAt, now).SetProperty(mail => mail.TriedSince, now).SetProperty(mail => mail.ParkedAt, (DateTimeOffset?)null).SetProperty(mail => mail.Refusals, 0),
            cancellationToken);
    }

    private ProblemHttpResult Unknown(string detail) => Refusal.NotFound($"{_service}.mail-unknown", detail).ToProblem();
}

/// <summary>What administrators see and do of parked messages.</summary>
public static class ParkedMailsApi
{
    /// <summary>Maps <c>/outgoing-mails</c>, for administrators.</summary>
    public static IEndpointRouteBuilder MapOutgoingMails(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var group = routes.MapGroup("/outgoing-mails").RequireAuthorization(Policies.Administrator).WithTags("Outgoing mail");
        group.MapGet("/parked", ([AsParameters] Paging paging, ParkedMails mails, CancellationToken cancellationToken) => mails.ListAsync(paging, cancellationToken))
            .WithName("ListParkedMails").WithSummary("List messages that could not be delivered").WithDescription("The last written first, with the server's status. Without addresses and texts.");
        group.MapPost("/parked/release", (ParkedMails mails, CancellationToken cancellationToken) => mails.ReleaseAllAsync(cancellationToken))
            .WithName("ReleaseMails").WithSummary("Send all parked messages again").WithDescription("Once what was wrong is mended, such as the sender's address.");
        group.MapPost("/{mailId:guid}/release", (Guid mailId, ParkedMails mails, CancellationToken cancellationToken) => mails.ReleaseAsync(mailId, cancellationToken))
            .WithName("ReleaseMail").WithSummary("Send a parked message again").WithDescription("Once what was wrong is mended. A message whose link has ended is gone and can't be.");
        group.MapDelete("/parked/{mailId:guid}", (Guid mailId, ParkedMails mails, CancellationToken cancellationToken) => mails.DiscardAsync(mailId, cancellationToken))
            .WithName("DiscardMail").WithSummary("Discard a parked message").WithDescription("For good, such as one to an address that there isn't.");
        return routes;
    }
}

/// <summary>A message that could not be delivered.</summary>
/// <param name="MailId">Its id; also in the log.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="CreatedAt">When it was written, UTC.</param>
/// <param name="ParkedAt">When it was given up, UTC.</param>
/// <param name="Refusals">How often the server refused it.</param>
/// <param name="LastRefusal">The server's status.</param>
/// <param name="CanBeReleased">Whether it can be sent again.</param>
internal sealed record ParkedMail(Guid MailId, string Kind, DateTimeOffset CreatedAt, DateTimeOffset ParkedAt, int Refusals, string? LastRefusal, bool CanBeReleased);

/// <summary>What was released.</summary>
/// <param name="Count">How many messages there were.</param>
internal sealed record ReleasedMails(int Count);
