using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Intake.Editions;

namespace Metropool.Intake.Applications;

/// <summary>What is decided about an application.</summary>
internal enum DecisionOutcome
{
    /// <summary>A place in the edition; on the waiting list when there is none (R15).</summary>
    Admit,

    /// <summary>Admissible, to wait for a place.</summary>
    WaitList,

    /// <summary>No place in this edition.</summary>
    Reject,
}

/// <summary>The decision that counts, as it was asked for; what came of it is the application's status.</summary>
internal sealed record Decision
{
    public required DecisionOutcome Outcome { get; init; }

    public required string Reason { get; init; }

    public required Guid ById { get; init; }

    public required string ByName { get; init; }

    public required TeamPart Part { get; init; }

    public required bool Deputy { get; init; }

    public required DateTimeOffset At { get; init; }

    public Actor MadeBy() => new() { PersonId = ById, DisplayName = ByName, Part = Part, Deputy = Deputy };

    public static Decision Of(DecisionRequest request, TeamMember by, DateTimeOffset now) => new()
    {
        Outcome = request.Outcome,
        Reason = request.Reason.Tidy()!,
        ById = by.PersonId,
        ByName = by.DisplayName,
        Part = by.Part,
        Deputy = by.Deputy,
        At = now,
    };
}

/// <summary>On what terms somebody was admitted, or an employer agreed to (R9). Nothing that happens to the edition later changes them.</summary>
internal sealed record AgreedTerms
{
    public required long PriceInCents { get; init; }

    public required bool HotelIncluded { get; init; }

    public required VatTreatment Vat { get; init; }

    public required List<CancellationStep> Cancellation { get; init; }

    /// <summary>Whether who agreed to these terms agreed to others as well: no higher price, VAT dealt with alike, and the overnight stays in it if they were.</summary>
    public bool Covers(AgreedTerms other) => other.PriceInCents <= PriceInCents && other.Vat == Vat && (other.HotelIncluded || !HotelIncluded);
}
