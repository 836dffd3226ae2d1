using Metropool.Hosting.Keysets;
using Metropool.Http;
using Metropool.Mail;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Identity.OutgoingMails;

/// <summary>Messages that the mail server refused for good, or for too long, until they are released, discarded or of no use. What they say and to whom is not told.</summary>
internal static class ParkedMails
{
    // By when they were written: a message that is released and parked again stays where it was.
    private static readonly Keyset<OutgoingMail> Order = Keyset.Descending((OutgoingMail mail) => mail.MailId);

    public static IEndpointRouteBuilder MapOutgoingMails(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/outgoing-mails").RequireAuthorization(Policies.Administrator).WithTags("Outgoing mail");
        group.MapGet("/parked", ListAsync)
            .WithName("ListParkedMails").WithSummary("List messages that could not be delivered").WithDescription("The last written first, with the server's status. Without addresses and texts.");
        group.MapPost("/parked/release", ReleaseAllAsync)
            .WithName("ReleaseMails").WithSummary("Send all parked messages again").WithDescription("Once what was wrong is mended, such as the sender's address.");
        group.MapPost("/{mailId:guid}/release", ReleaseAsync)
            .WithName("ReleaseMail").WithSummary("Send a parked message again").WithDescription("Once what was wrong is mended. A message whose link has ended is gone and can't be.");
        group.MapDelete("/parked/{mailId:guid}", DiscardAsync)
            .WithName("DiscardMail").WithSummary("Discard a parked message").WithDescription("For good, such as one to an address that there isn't.");
        return routes;
    }

    private static async Task<Ok<Page<ParkedMail>>> ListAsync([AsParameters] Paging paging, IdentityDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok((await db.OutgoingMail.AsNoTracking().Where(mail => mail.ParkedAt != null).ToPageAsync(paging, Order, cancellationToken))
            .Select(mail => new ParkedMail(mail.MailId, mail.Kind, mail.CreatedAt, mail.ParkedAt!.Value, mail.Refusals, mail.LastRefusal, mail.Text != null)));

    private static async Task<Ok<ReleasedMails>> ReleaseAllAsync(IdentityDbContext db, TimeProvider time, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ReleasedMails(await MakeDueAsync(db.OutgoingMail, time.GetUtcNow(), cancellationToken)));

    private static async Task<Results<NoContent, ProblemHttpResult>> ReleaseAsync(Guid mailId, IdentityDbContext db, TimeProvider time, CancellationToken cancellationToken) =>
        await MakeDueAsync(db.OutgoingMail.Where(mail => mail.MailId == mailId), time.GetUtcNow(), cancellationToken) == 1
            ? TypedResults.NoContent()
            : Unknown("There is no such parked message, or it is of no use any more.");

    // With as much time as a new one: it wasn't its fault.
    private static Task<int> MakeDueAsync(IQueryable<OutgoingMail> mails, DateTimeOffset now, CancellationToken cancellationToken) => mails
        .Where(mail => mail.ParkedAt != null && mail.Text != null)
        .ExecuteUpdateAsync(
            set => set.SetProperty(mail => mail.DueAt, now).SetProperty(mail => mail.TriedSince, now).SetProperty(mail => mail.ParkedAt, (DateTimeOffset?)null).SetProperty(mail => mail.Refusals, 0),
            cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> DiscardAsync(Guid mailId, IdentityDbContext db, CancellationToken cancellationToken) =>
        await db.OutgoingMail.Where(mail => mail.MailId == mailId && mail.ParkedAt != null).ExecuteDeleteAsync(cancellationToken) == 1
            ? TypedResults.NoContent()
            : Unknown("There is no such parked message.");

    private static ProblemHttpResult Unknown(string detail) => Refusal.NotFound("identity.mail-unknown", detail).ToProblem();
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
