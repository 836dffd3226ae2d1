using System.ComponentModel.DataAnnotations;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Retention;

namespace Metropool.Intake;

/// <summary>
/// What the terms of an edition are until its programme manager sets them, and how long employers and candidates have to answer: <c>Metropool:Intake</c>. The brochure leaves all of this open.
/// </summary>
internal sealed class IntakeSettings : IValidatableObject
{
    /// <summary>How many participants an edition has at most (R15).</summary>
    [Range(1, EditionTerms.MostParticipants)]
    public int DefaultCapacity { get; init; } = 25;

    /// <summary>Below how many participants an edition may be cancelled.</summary>
    [Range(1, EditionTerms.MostParticipants)]
    public int DefaultMinimumGroup { get; init; } = 12;

    /// <summary>Whether the overnight stays are in the price (R9). The brochure names no costs beside the price.</summary>
    public bool DefaultHotelIncluded { get; init; } = true;

    /// <summary>How VAT is dealt with.</summary>
    [EnumDataType(typeof(VatTreatment))]
    public VatTreatment DefaultVat { get; init; } = VatTreatment.Exempt;

    /// <summary>How dean and programme manager judge candidates (R11).</summary>
    [EnumDataType(typeof(JudgementMode))]
    public JudgementMode DefaultJudgementMode { get; init; } = JudgementMode.OneNote;

    /// <summary>How many days somebody on the waiting list has to answer when a place is offered.</summary>
    [Range(1, EditionTerms.MostOfferDays)]
    public int DefaultOfferDays { get; init; } = 7;

    /// <summary>How often the service looks what wasn't answered in time. In Development every second at least, since programme time can be moved there.</summary>
    [Range(typeof(TimeSpan), "00:00:00.250", "01:00:00")]
    public TimeSpan PassInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What is charged on withdrawal. Not set: nothing until eight weeks before the first day, half until four weeks, all after that.</summary>
    /// <remarks>Null rather than that table as the initial value: what is configured would be added to it instead of replacing it.</remarks>
    public CancellationStep[]? DefaultCancellation { get; init; }

    /// <summary>After how long an address is forgotten that waits for an edition to open.</summary>
    [Range(typeof(TimeSpan), "7.00:00:00", "1096.00:00:00")]
    public TimeSpan InterestKept { get; init; } = TimeSpan.FromDays(365);

    /// <summary>How long after it was told that the edition is open, or is off, an address is forgotten.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "366.00:00:00")]
    public TimeSpan InterestKeptAfterNews { get; init; } = TimeSpan.FromDays(28);

    /// <summary>How many days an employer has to answer whether it agrees.</summary>
    [Range(1, 365)]
    public int AgreementDays { get; init; } = 28;

    /// <summary>How many days somebody has to take a nomination up, and then to hand in the application for a place that is held.</summary>
    [Range(1, 90)]
    public int NominationDays { get; init; } = 14;

    /// <summary>How many days an employer has to name a successor for its candidate who withdrew from a place; never longer than until the day that the terms of the edition say.</summary>
    [Range(1, 90)]
    public int SuccessionDays { get; init; } = 14;

    /// <summary>How long what is kept (R49).</summary>
    public RetentionSettings Retention { get; init; } = new();

    internal IReadOnlyList<CancellationStep> CancellationTable => DefaultCancellation ?? [new(56, 0), new(28, 50), new(0, 100)];

    /// <summary>An edition begins with terms that its programme manager could have set.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DefaultMinimumGroup > DefaultCapacity)
        {
            yield return new ValidationResult($"The minimum group ({DefaultMinimumGroup}) is larger than the capacity ({DefaultCapacity}).", [nameof(DefaultMinimumGroup)]);
        }

        if (EditionTerms.Contradictory(CancellationTable))
        {
            yield return new ValidationResult("A later withdrawal can't cost less than an earlier one, and a day is named once.", [nameof(DefaultCancellation)]);
        }
    }
}
