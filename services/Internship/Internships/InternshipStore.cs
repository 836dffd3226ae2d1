using MassTransit;
using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Internship.Replicas;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Internship.Internships;

/// <summary>Changes internship files under a row lock, and publishes the change.</summary>
/// <remarks>A lock instead of a version check: a participant who logs hours isn't refused because an event arrives at the same moment.</remarks>
internal sealed class InternshipStore(InternshipDbContext db, IPublishEndpoint publish, ProgrammeClock clock)
{
    /// <summary>Changes an internship as its participant, in a transaction, and publishes the event.</summary>
    /// <param name="id">The internship.</param>
    /// <param name="caller">The caller; refused unless they are the participant.</param>
    /// <param name="texts">The texts to load.</param>
    /// <param name="decide">The decision. It runs again if the transaction is repeated.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<Outcome<InternshipFile>> ChangeAsync(
        Guid id, Caller caller, Texts texts, Func<InternshipFile, Participation, Outcome<InternshipChanged>> decide, CancellationToken cancellationToken) =>
        RunAsync(id, caller, texts, (file, participation, _) => RefuseOthers(file, caller) ?? WithEvent(decide(file, participation)), cancellationToken);

    /// <summary>Changes an internship as its participant, in a transaction. No event is published.</summary>
    public Task<Outcome<InternshipFile>> ChangeAsync(
        Guid id, Caller caller, Texts texts, Func<InternshipFile, Participation, Refusal?> decide, CancellationToken cancellationToken) =>
        RunAsync(id, caller, texts, (file, participation, _) => WithoutEvent(RefuseOthers(file, caller) ?? decide(file, participation)), cancellationToken);

    /// <summary>Changes an internship as a member of the education team, in a transaction, and publishes the event.</summary>
    /// <param name="id">The internship.</param>
    /// <param name="caller">The caller; refused unless they have one of the roles today in the edition of the internship.</param>
    /// <param name="roles">The roles that allow it. The first one that the caller has is recorded.</param>
    /// <param name="texts">The texts to load.</param>
    /// <param name="decide">The decision. It runs again if the transaction is repeated.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<Outcome<InternshipFile>> ChangeAsync(
        Guid id,
        Caller caller,
        IReadOnlyList<TeamRole> roles,
        Texts texts,
        Func<InternshipFile, Participation, Actor, Outcome<InternshipChanged>> decide,
        CancellationToken cancellationToken) =>
        RunAsync(
            id,
            caller,
            texts,
            (file, participation, edition) => ActorOf(file, edition, caller, roles).IsRefused(out var refusal, out var actor)
                ? refusal
                : WithEvent(decide(file, participation, actor)),
            cancellationToken);

    /// <summary>Changes an internship as a member of the education team, in a transaction. No event is published.</summary>
    public Task<Outcome<InternshipFile>> ChangeAsync(
        Guid id,
        Caller caller,
        IReadOnlyList<TeamRole> roles,
        Texts texts,
        Func<InternshipFile, Participation, Actor, Refusal?> decide,
        CancellationToken cancellationToken) =>
        RunAsync(
            id,
            caller,
            texts,
            (file, participation, edition) =>
                WithoutEvent(ActorOf(file, edition, caller, roles).IsRefused(out var refusal, out var actor) ? refusal : decide(file, participation, actor)),
            cancellationToken);

    /// <summary>Applies a participation to its file, which is opened if there is none, and publishes the change. In the caller's transaction.</summary>
    public async Task ApplyAsync(Participation participation, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM internships WHERE participation_id = {participation.Id} FOR UPDATE", cancellationToken);
        var file = await db.Internships.SingleOrDefaultAsync(file => file.ParticipationId == participation.Id, cancellationToken);
        InternshipChanged? state;
        if (file is null)
        {
            (file, state) = InternshipFile.Open(participation, clock.GetUtcNow());
            db.Add(file);
        }
        else
        {
            state = file.Apply(participation, clock.GetUtcNow());
        }

        if (state is not null)
        {
            await publish.Publish(state, cancellationToken);
        }
    }

    private Task<Outcome<InternshipFile>> RunAsync(
        Guid id,
        Caller caller,
        Texts texts,
        Func<InternshipFile, Participation, Edition?, Outcome<InternshipChanged?>> decide,
        CancellationToken cancellationToken) =>
        db.InTransactionAsync<InternshipFile>(
            async token =>
            {
                await db.Database.ExecuteSqlAsync($"SELECT 1 FROM internships WHERE id = {id} FOR UPDATE", token);
                var visible = db.InternshipsVisibleTo(caller, clock.Today).WithParts().WithTexts(texts);
                if (await visible.SingleOrDefaultAsync(file => file.Id == id, token) is not { } file)
                {
                    return Refusals.FileUnknown;
                }

                var participation = await db.Participations.SingleAsync(participation => participation.Id == file.ParticipationId, token);
                var edition = await db.Editions.FindAsync([file.EditionId], token);
                var outcome = decide(file, participation, edition);
                if (outcome.Refusal is { } refusal)
                {
                    return refusal;
                }

                if (outcome.Value is { } state)
                {
                    await publish.Publish(state, token);
                }

                return file;
            },
            cancellationToken);

    private Outcome<Actor> ActorOf(InternshipFile file, Edition? edition, Caller caller, IReadOnlyList<TeamRole> roles)
    {
        if (file.PersonId == caller.PersonId)
        {
            return Refusals.ConflictOfInterest;
        }

        var held = edition?.RolesOf(caller.PersonId!.Value, clock.Today).OrderBy(member => member.Deputy).ToList() ?? [];
        return roles.Select(role => held.Find(member => member.Role == role)).FirstOrDefault(member => member is not null) is { } member
            ? Actor.Of(member)
            : Refusals.RoleNeeded(roles);
    }

    private static Refusal? RefuseOthers(InternshipFile file, Caller caller) => file.PersonId == caller.PersonId ? null : Refusals.NotTheParticipant;

    private static Outcome<InternshipChanged?> WithEvent(Outcome<InternshipChanged> outcome) =>
        outcome.IsRefused(out var refusal, out var state) ? refusal : state;

    private static Outcome<InternshipChanged?> WithoutEvent(Refusal? refusal) => refusal is null ? (InternshipChanged?)null : refusal;
}
