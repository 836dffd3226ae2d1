using Metropool.Contracts;
using Metropool.Mail;

namespace Metropool.Intake.Editions;

/// <summary>An edition in Dutch, on pages and in mails.</summary>
internal static class EditionWords
{
    /// <summary>When it is, to stand behind its name; empty while nothing is known.</summary>
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
