using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Intake.Editions;
using Metropool.Intake.Replicas;

namespace Metropool.Intake.Applications;

/// <summary>The decisions on an application.</summary>
internal enum DecisionOutcome
{
    /// <summary>A place in the edition; on the waiting list if none is available (R15).</summary>
    Admit,

    /// <summary>Admissible, to wait for a place.</summary>
    WaitList,

    /// <summary>No place in this edition.</summary>
    Reject,
}

/// <summary>The decision as it was requested. Its result is the status of the application.</summary>
internal sealed record Decision
{
    public required DecisionOutcome Outcome { get; init; }

    public required string Reason { get; init; }

    public required Guid ById { get; init; }

    public required string ByName { get; init; }

    public required TeamRole Role { get; init; }

    public required bool Deputy { get; init; }

    public required DateTimeOffset At { get; init; }

    public Actor MadeBy() => new() { PersonId = ById, DisplayName = ByName, Role = Role, Deputy = Deputy };

    public static Decision Of(DecisionRequest request, TeamMember by, DateTimeOffset now) => new()
    {
        Outcome = request.Outcome,
        Reason = request.Reason.NormalizeOrNull()!,
        ById = by.PersonId,
        ByName = by.DisplayName,
        Role = by.Role,
        Deputy = by.Deputy,
        At = now,
    };
}

/// <summary>The terms of an admission, or of the agreement of an employer (R9). Later changes of the edition don't change them.</summary>
internal sealed record AgreedTerms
{
    public required long PriceInCents { get; init; }

    public required bool HotelIncluded { get; init; }

    public required VatTreatment Vat { get; init; }

    public required List<CancellationStep> Cancellation { get; init; }

    /// <summary>Whether other terms aren't worse: no higher price, the same VAT treatment, and the overnight stays included if they are here.</summary>
    public bool Covers(AgreedTerms other) =>
        other.PriceInCents <= PriceInCents && other.Vat == Vat && (other.HotelIncluded || !HotelIncluded);
}
