namespace Metropool.Intake.Editions;

/// <summary>An edition in Dutch, on pages and in mails.</summary>
internal static class EditionWords
{
    /// <summary>When it is, to stand behind its name; empty while nothing is known.</summary>
    public static string Period(this Edition edition) => Period(edition.StartsOn?.ToString(), edition.EndsOn?.ToString());

    /// <inheritdoc cref="Period(Edition)"/>
    /// <param name="startsOn">The first day, as precisely as it is known.</param>
    /// <param name="endsOn">The last day, as precisely as it is known.</param>
    public static string Period(string? startsOn, string? endsOn) => (startsOn, endsOn) switch
    {
        (null, null) => "",
        ({ } start, null) => $" (vanaf {start})",
        (null, { } end) => $" (tot en met {end})",
        var (start, end) => $" ({start} tot en met {end})",
    };
}
