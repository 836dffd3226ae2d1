using Metropool.Contracts;

namespace Metropool.Scheduling.Editions;

/// <summary>The structure of an edition (R1).</summary>
internal static class EditionRules
{
    /// <summary>Six modules ("zes modules"), and a final one.</summary>
    public const int ModuleCount = 6;

    /// <summary>The module that can't be missed (R20).</summary>
    public const int FirstNumber = 1;

    /// <summary>Module 5 is the internship.</summary>
    public const int InternshipNumber = 5;

    /// <summary>The final module comes after the six.</summary>
    public const int FinalNumber = ModuleCount + 1;

    public const int MaximumIntakeDays = 50;

    public const int MaximumMonths = 120;

    /// <summary>The message for a date that isn't <see cref="IsSupported"/>.</summary>
    public const string UnsupportedDate = "Must be in the years 1900 to 2199.";

    /// <summary>Whether calculations with a date stay within the calendar.</summary>
    public static bool IsSupported(PartialDate date) => date.Year is >= 1900 and <= 2199;
}
