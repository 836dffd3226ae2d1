using System.ComponentModel.DataAnnotations;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Retention;

namespace Metropool.Intake;

/// <summary>
/// <c>Metropool:Intake</c>: the default terms of editions, and the periods in which employers and candidates can answer. The brochure doesn't determine them.
/// </summary>
internal sealed class IntakeSettings : IValidatableObject
{
    /// <summary>The highest number of participants of an edition (R15).</summary>
    [Range(1, EditionTerms.MostParticipants)]
    public int DefaultCapacity { get; init; } = 25;

    /// <summary>The number of participants below which an edition can be cancelled.</summary>
    [Range(1, EditionTerms.MostParticipants)]
    public int DefaultMinimumGroup { get; init; } = 12;

    /// <summary>Whether the price includes the overnight stays (R9). The brochure names no costs other than the price.</summary>
    public bool DefaultHotelIncluded { get; init; } = true;

    /// <summary>The VAT treatment.</summary>
    [EnumDataType(typeof(VatTreatment))]
    public VatTreatment DefaultVat { get; init; } = VatTreatment.Exempt;

    /// <summary>How dean and programme manager judge candidates (R11).</summary>
    [EnumDataType(typeof(JudgementMode))]
    public JudgementMode DefaultJudgementMode { get; init; } = JudgementMode.OneNote;

    /// <summary>The number of days in which a candidate can answer the offer of a place.</summary>
    [Range(1, EditionTerms.MostOfferDays)]
    public int DefaultOfferDays { get; init; } = 7;

    /// <summary>How often the jobs run that depend on programme time. In Development, where programme time can be moved, at least every second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.250", "01:00:00")]
    public TimeSpan JobInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The charge on withdrawal. If it isn't set: nothing until eight weeks before the first day, half until four weeks, everything after that.
    /// </summary>
    /// <remarks>Null by default, because the configured steps would be added to an initial value instead of replacing it.</remarks>
    public CancellationStep[]? DefaultCancellation { get; init; }

    /// <summary>How long an address is kept that waits for an edition to open.</summary>
    [Range(typeof(TimeSpan), "7.00:00:00", "1096.00:00:00")]
    public TimeSpan InterestKept { get; init; } = TimeSpan.FromDays(365);

    /// <summary>How long an address is kept after it was notified that the edition is open or cancelled.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "366.00:00:00")]
    public TimeSpan InterestKeptAfterNotification { get; init; } = TimeSpan.FromDays(28);

    /// <summary>The number of days in which an employer can respond to a request for its agreement.</summary>
    [Range(1, 365)]
    public int AgreementDays { get; init; } = 28;

    /// <summary>The number of days in which a nomination can be accepted, and then the application submitted if a place is held for it.</summary>
    [Range(1, 90)]
    public int NominationDays { get; init; } = 14;

    /// <summary>
    /// The number of days in which an employer can nominate a successor for a candidate who withdrew; never longer than until the day in the terms of the
    /// edition.
    /// </summary>
    [Range(1, 90)]
    public int SuccessionDays { get; init; } = 14;

    /// <summary>The retention periods (R49).</summary>
    public RetentionSettings Retention { get; init; } = new();

    internal IReadOnlyList<CancellationStep> CancellationTable => DefaultCancellation ?? [new(56, 0), new(28, 50), new(0, 100)];

    /// <summary>The interval of the jobs that depend on programme time.</summary>
    public static TimeSpan JobIntervalOf(IServiceProvider services) => services.GetRequiredService<IntakeSettings>().JobInterval;

    /// <summary>The default terms must be terms that a programme manager can set.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DefaultMinimumGroup > DefaultCapacity)
        {
            yield return new ValidationResult(
                $"The minimum group ({DefaultMinimumGroup}) is larger than the capacity ({DefaultCapacity}).", [nameof(DefaultMinimumGroup)]);
        }

        if (EditionTerms.IsContradictory(CancellationTable))
        {
            yield return new ValidationResult(
                "Each step must have another number of days, and a later withdrawal can't cost less than an earlier one.", [nameof(DefaultCancellation)]);
        }
    }
}
