using Metropool.Contracts;
using Metropool.Intake.Replicas;
using Metropool.Mail;

namespace Metropool.Intake.Editions;

/// <summary>Texts about an edition, in Dutch, for pages and mails.</summary>
internal static class EditionText
{
    /// <summary>The period of the edition, to append to its name; empty while it is unknown.</summary>
    public static string Period(this Edition edition) => Period(edition.StartsOn, edition.EndsOn);

    /// <inheritdoc cref="Period(Edition)"/>
    /// <param name="startsOn">The first day, as precisely as it is known.</param>
    /// <param name="endsOn">The last day, as precisely as it is known.</param>
    public static string Period(PartialDate? startsOn, PartialDate? endsOn) => (startsOn, endsOn) switch
    {
        (null, null) => "",
        ({ } start, null) => $" (vanaf {Of(start)})",
        (null, { } end) => $" (tot en met {Of(end)})",
        ({ } start, { } end) => $" ({Of(start)} tot en met {Of(end)})",
    };

    private static string Of(PartialDate date) => date switch
    {
        { Day: not null } => DutchTime.Of(date.Earliest),
        { Month: { } month } => $"{DutchTime.MonthOf(month)} {date.ToString()[..4]}",
        _ => date.ToString(),
    };
}
