namespace Metropool.Intake.Applications;

/// <summary>How it stands with the interview of an application.</summary>
internal enum InterviewStanding
{
    /// <summary>None was in the calendar yet.</summary>
    None,

    /// <summary>One is in the calendar.</summary>
    Booked,

    /// <summary>It was held.</summary>
    Held,

    /// <summary>The candidate didn't come to the last one, and no other is in the calendar.</summary>
    Missed,

    /// <summary>The last one was cancelled, and no other is in the calendar.</summary>
    Cancelled,
}

/// <summary>What an application awaits.</summary>
internal enum Awaited
{
    /// <summary>It is admitted, rejected or withdrawn, or lapsed.</summary>
    Nothing,

    /// <summary>That the candidate hands it in.</summary>
    Submission,

    /// <summary>An interview in the calendar.</summary>
    Booking,

    /// <summary>The interview itself, by the panel.</summary>
    Interview,

    /// <summary>The judgement, by a member of the panel; where they judge separately, that of each.</summary>
    Judgement,

    /// <summary>The confirmation of the judgement, by the other member of the panel.</summary>
    Confirmation,

    /// <summary>The agreement of the employer, which the candidate asks for.</summary>
    Agreement,

    /// <summary>
    /// A contact at the employer, which was asked for its agreement without anyone there being notified: the candidate asks again and names an address, or an
    /// administrator appoints a contact.
    /// </summary>
    EmployerContact,

    /// <summary>The decision, by the dean or the programme manager.</summary>
    Decision,

    /// <summary>A place that comes free.</summary>
    Place,

    /// <summary>The candidate's answer to the place that is offered.</summary>
    Offer,
}
