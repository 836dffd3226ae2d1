using Metropool.Contracts;

namespace Metropool.Scheduling.Editions;

/// <summary>How an edition is built (R1).</summary>
internal static class EditionRules
{
    /// <summary>Six modules ("zes modules"), besides the final one.</summary>
    public const int ModuleCount = 6;

    /// <summary>The module that cannot be missed (R20).</summary>
    public const int FirstNumber = 1;

    /// <summary>Module 5 is the internship.</summary>
    public const int InternshipNumber = 5;

    /// <summary>The final module comes after the six.</summary>
    public const int FinalNumber = ModuleCount + 1;

    /// <summary>The most intake days of an edition, whether they are imported or corrected.</summary>
    public const int MostIntakeDays = 50;

    /// <summary>The longest stated duration.</summary>
    public const int MostMonths = 120;

    /// <summary>What is said of a date that isn't <see cref="IsReckonable"/>.</summary>
    public const string NotReckonable = "A date lies in the years 1900 to 2199.";

    /// <summary>Whether a date lies far enough from the ends of the calendar that no sum leaves it: in the years that every request is held to.</summary>
    public static bool IsReckonable(PartialDate date) => date.Year is >= 1900 and <= 2199;
}
