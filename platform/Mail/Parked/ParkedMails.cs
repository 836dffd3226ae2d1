using Metropool.Hosting.Keysets;
using Metropool.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Mail.Parked;

/// <summary>
/// Messages that the mail server refused permanently or for too long, until they are released, discarded or expire. Their addresses and texts aren't shown.
/// </summary>
public sealed class ParkedMails
{
    // By when they were written, so that a message that is released and parked again keeps its place.
    private static readonly Keyset<OutgoingMail> Order = Keyset.Descending((OutgoingMail mail) => mail.MailId);

    private readonly DbSet<OutgoingMail> _mails;
    private readonly TimeProvider _time;
    private readonly string _service;

    internal ParkedMails(DbContext db, TimeProvider time, ApiDescription api) => (_mails, _time, _service) = (db.Set<OutgoingMail>(), time, api.Name);

    internal async Task<Ok<Page<ParkedMail>>> ListAsync(Paging paging, CancellationToken cancellationToken)
    {
        var mails = await _mails.AsNoTracking().Where(mail => mail.ParkedAt != null).ToPageAsync(paging, Order, cancellationToken);
        return TypedResults.Ok(mails.Select(mail => new ParkedMail(
            mail.MailId, mail.Kind, mail.CreatedAt, mail.ParkedAt!.Value, mail.Refusals, mail.LastRefusal, mail.Text != null)));
    }

    internal async Task<Ok<ReleasedMails>> ReleaseAllAsync(CancellationToken cancellationToken) =>
        TypedResults.Ok(new ReleasedMails(await ReleaseParkedAsync(_mails, cancellationToken)));

    internal async Task<Results<NoContent, ProblemHttpResult>> ReleaseAsync(Guid mailId, CancellationToken cancellationToken) =>
        await ReleaseParkedAsync(_mails.Where(mail => mail.MailId == mailId), cancellationToken) == 1
            ? TypedResults.NoContent()
            : Unknown("Parked message not found, or its link has expired.");

    internal async Task<Results<NoContent, ProblemHttpResult>> DiscardAsync(Guid mailId, CancellationToken cancellationToken) =>
        await _mails.Where(mail => mail.MailId == mailId && mail.ParkedAt != null).ExecuteDeleteAsync(cancellationToken) == 1
            ? TypedResults.NoContent()
            : Unknown("Parked message not found.");

    // A released message is tried for as long as a new one.
    private Task<int> ReleaseParkedAsync(IQueryable<OutgoingMail> mails, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        return mails.Parked().ExecuteUpdateAsync(
            set => set.SetProperty(mail => mail.DueAt, now).SetProperty(mail => mail.TriedSince, now)
                .SetProperty(mail => mail.ParkedAt, (DateTimeOffset?)null).SetProperty(mail => mail.Refusals, 0),
            cancellationToken);
    }

    private ProblemHttpResult Unknown(string detail) => Refusal.NotFound($"{_service}.mail-unknown", detail).ToProblem();
}

/// <summary>The API for administrators of parked messages.</summary>
public static class ParkedMailsApi
{
    /// <summary>Maps <c>/outgoing-mails</c>, for administrators.</summary>
    public static IEndpointRouteBuilder MapOutgoingMails(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var group = routes.MapGroup("/outgoing-mails").RequireAuthorization(Policies.Administrator).WithTags("Outgoing mail");
        group.MapGet("/parked", ListAsync).WithName("ListParkedMails").WithSummary("List messages that could not be delivered")
            .WithDescription("Newest first, with the mail server's status. Addresses and texts are not included.");
        group.MapPost("/parked/release", ReleaseAllAsync).WithName("ReleaseMails").WithSummary("Send all parked messages again")
            .WithDescription("Use this once the cause is removed, such as a wrong sender address.");
        group.MapPost("/{mailId:guid}/release", ReleaseAsync).WithName("ReleaseMail").WithSummary("Send a parked message again")
            .WithDescription("Use this once the cause is removed. A message whose link has expired can't be released.");
        group.MapDelete("/parked/{mailId:guid}", DiscardAsync).WithName("DiscardMail").WithSummary("Discard a parked message")
            .WithDescription("Deletes the message permanently, such as one to an unknown address.");
        return routes;
    }

    private static Task<Ok<Page<ParkedMail>>> ListAsync([AsParameters] Paging paging, ParkedMails mails, CancellationToken cancellationToken) =>
        mails.ListAsync(paging, cancellationToken);

    private static Task<Ok<ReleasedMails>> ReleaseAllAsync(ParkedMails mails, CancellationToken cancellationToken) => mails.ReleaseAllAsync(cancellationToken);

    private static Task<Results<NoContent, ProblemHttpResult>> ReleaseAsync(Guid mailId, ParkedMails mails, CancellationToken cancellationToken) =>
        mails.ReleaseAsync(mailId, cancellationToken);

    private static Task<Results<NoContent, ProblemHttpResult>> DiscardAsync(Guid mailId, ParkedMails mails, CancellationToken cancellationToken) =>
        mails.DiscardAsync(mailId, cancellationToken);
}

/// <summary>A message that could not be delivered.</summary>
/// <param name="MailId">The id; also in the log.</param>
/// <param name="Kind">What the message is about.</param>
/// <param name="CreatedAt">When it was written, UTC.</param>
/// <param name="ParkedAt">When it was parked, UTC.</param>
/// <param name="Refusals">How often the server refused it.</param>
/// <param name="LastRefusal">The server's status.</param>
/// <param name="CanBeReleased">Whether it can be sent again.</param>
internal sealed record ParkedMail(
    Guid MailId, string Kind, DateTimeOffset CreatedAt, DateTimeOffset ParkedAt, int Refusals, string? LastRefusal, bool CanBeReleased);

/// <summary>The messages that were released.</summary>
/// <param name="Count">The number of messages.</param>
internal sealed record ReleasedMails(int Count);
