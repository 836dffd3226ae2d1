namespace Metropool.Intake.Applications;

/// <summary>The progress of the interview of an application.</summary>
internal enum InterviewProgress
{
    /// <summary>No interview was booked yet.</summary>
    None,

    /// <summary>An interview is booked.</summary>
    Booked,

    /// <summary>The interview was held.</summary>
    Held,

    /// <summary>The candidate missed the last one, and no other is booked.</summary>
    Missed,

    /// <summary>The last one was cancelled, and no other is booked.</summary>
    Cancelled,
}

/// <summary>What has to happen next to an application.</summary>
internal enum NextStep
{
    /// <summary>Nothing: it is admitted, rejected, withdrawn or lapsed.</summary>
    Nothing,

    /// <summary>The candidate submits it.</summary>
    Submission,

    /// <summary>An interview is booked.</summary>
    Booking,

    /// <summary>The panel holds the interview.</summary>
    Interview,

    /// <summary>A panel member writes a judgement; if they judge separately, each of them.</summary>
    Judgement,

    /// <summary>The other panel member confirms the judgement.</summary>
    Confirmation,

    /// <summary>The candidate requests the agreement of the employer, and the employer responds.</summary>
    Agreement,

    /// <summary>
    /// The employer can't be notified of the request: an administrator adds a contact, or the candidate requests the agreement again with another address.
    /// </summary>
    EmployerContact,

    /// <summary>The dean or the programme manager decides.</summary>
    Decision,

    /// <summary>A place becomes available.</summary>
    Place,

    /// <summary>The candidate answers the offer of a place.</summary>
    Offer,
}
