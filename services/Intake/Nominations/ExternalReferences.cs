namespace Metropool.Intake.Nominations;

/// <summary>The reference by which an employer finds a candidate in its own administration.</summary>
internal static class ExternalReferences
{
    /// <summary>Describes the field in requests.</summary>
    public const string Description =
        "Your own reference, such as a case number. It is shown to you with the nomination, the agreement and the participation, and the lists filter by it. "
        + "The organising team can read it; other employers cannot. "
        + "It is not shown to the candidate in the application, and is part of the candidate's own data download. "
        + "It is part of addresses when you filter, so never use a name or a citizen service number (BSN).";

    /// <summary>Describes the field in answers.</summary>
    public const string Shown = "Your own reference.";

    /// <summary>Describes the filter of lists.</summary>
    public const string Filter = "Only with this reference of yours, exactly as you gave it.";
}
