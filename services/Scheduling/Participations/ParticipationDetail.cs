using Metropool.Contracts.Scheduling;
using Metropool.Http;

namespace Metropool.Scheduling.Participations;

/// <summary>A participation, for the participant and the team of its edition.</summary>
/// <param name="Id">The id of the participation.</param>
/// <param name="Version">Increases with every change.</param>
/// <param name="PersonId">The participant.</param>
/// <param name="DisplayName">The participant's name.</param>
/// <param name="EditionId">The edition that it is in now.</param>
/// <param name="ApplicationId">The application that it came from.</param>
/// <param name="Status">The status.</param>
/// <param name="StatusSince">When the status was set, UTC.</param>
/// <param name="Employers">The employers per period.</param>
/// <param name="Pauses">The pauses.</param>
/// <param name="Transfers">The transfers to another edition.</param>
/// <param name="EndedOn">When it ended; null unless it has.</param>
/// <param name="EndingReason">Why it ended. Null for callers other than the participant, dean and programme manager.</param>
/// <param name="OfferedEditionId">The edition in which a place was offered when it ended.</param>
/// <param name="TransferRequest">The transfer that waits for a place in another edition, or was refused.</param>
internal sealed record ParticipationDetail(
    Guid Id, long Version, Guid PersonId, string DisplayName, Guid EditionId, Guid ApplicationId, ParticipationStatus Status, DateTimeOffset StatusSince,
    IReadOnlyList<EmploymentDetail> Employers, IReadOnlyList<PauseDetail> Pauses, IReadOnlyList<TransferDetail> Transfers,
    DateOnly? EndedOn, string? EndingReason, Guid? OfferedEditionId, TransferRequestDetail? TransferRequest) : IVersioned
{
    public ResourceVersion GetVersion() => Version;

    public static ParticipationDetail Of(Participation participation, bool withReason, bool withReferences) => new(
        participation.Id, participation.Version, participation.PersonId, participation.DisplayName, participation.EditionId, participation.ApplicationId,
        participation.Status, participation.StatusSince,
        [.. participation.Employers.OrderBy(e => e.From).Select(e => EmploymentDetail.Of(e, withReferences))],
        PauseDetail.Of(participation.Pauses),
        [.. participation.Transfers.OrderBy(t => t.On).Select(t => new TransferDetail(t.From, t.To, t.On, t.Met))],
        participation.Ending?.On,
        withReason ? participation.Ending?.Reason : null,
        participation.Ending?.OfferedEditionId,
        participation.TransferRequest is { } request ? TransferRequestDetail.Of(request) : null);
}

/// <summary>A period with an employer.</summary>
/// <param name="OrganisationId">The organisation; null if the employer is known by name only.</param>
/// <param name="Name">The name of the employer.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day; null if no end is set.</param>
/// <param name="ExternalReference">The employer's own reference. Null for callers other than dean, programme manager and project manager.</param>
internal sealed record EmploymentDetail(Guid? OrganisationId, string Name, DateOnly From, DateOnly? Until, string? ExternalReference)
{
    public static EmploymentDetail Of(Employment employment, bool withReference) =>
        new(employment.OrganisationId, employment.Name, employment.From, employment.Until, withReference ? employment.ExternalReference : null);
}

/// <summary>A pause.</summary>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day: the expected one until it has ended; null if unknown.</param>
internal sealed record PauseDetail(DateOnly From, DateOnly? Until)
{
    public static IReadOnlyList<PauseDetail> Of(IEnumerable<Pause> pauses) =>
        [.. pauses.OrderBy(pause => pause.From).Select(pause => new PauseDetail(pause.From, pause.Until))];
}

/// <summary>A transfer to another edition.</summary>
/// <param name="FromEditionId">The former edition.</param>
/// <param name="ToEditionId">The later edition.</param>
/// <param name="On">The day of the transfer.</param>
/// <param name="Met">The modules that had been met, and were carried over.</param>
internal sealed record TransferDetail(Guid FromEditionId, Guid ToEditionId, DateOnly On, IReadOnlyList<CarriedModule> Met);

/// <summary>A requested transfer that isn't carried out yet.</summary>
/// <param name="Id">The id of the request.</param>
/// <param name="EditionId">The later edition.</param>
/// <param name="RequestedAt">When it was requested, UTC.</param>
/// <param name="Status">Whether it waits for a place. When a place is granted, the participation is transferred and the request is removed.</param>
/// <param name="RefusalCode">The code of the refusal, such as <c>scheduling.no-place-for-transfer</c>.</param>
internal sealed record TransferRequestDetail(Guid Id, Guid EditionId, DateTimeOffset RequestedAt, TransferRequestStatus Status, string? RefusalCode)
{
    public static TransferRequestDetail Of(TransferRequest request) => new(
        request.Id, request.EditionId, request.At, request.IsPending ? TransferRequestStatus.Pending : TransferRequestStatus.Refused, request.RefusalCode);
}

/// <summary>The statuses of a requested transfer.</summary>
internal enum TransferRequestStatus
{
    /// <summary>Waits for a place in the other edition.</summary>
    Pending,

    /// <summary>Refused.</summary>
    Refused,
}
