namespace Metropool.Intake.Applications;

/// <summary>What an application awaits.</summary>
internal enum Awaited
{
    /// <summary>It is admitted, rejected or withdrawn.</summary>
    Nothing,

    /// <summary>That the candidate hands it in.</summary>
    Submission,

    /// <summary>An interview in the calendar.</summary>
    Booking,

    /// <summary>The interview itself, by the panel.</summary>
    Interview,

    /// <summary>The judgement, by a member of the panel.</summary>
    Judgement,

    /// <summary>The confirmation of the judgement, by the other member of the panel.</summary>
    Confirmation,

    /// <summary>The decision, by the dean or the programme manager.</summary>
    Decision,

    /// <summary>A place that comes free.</summary>
    Place,
}
