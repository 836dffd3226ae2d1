using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Editions;
using Metropool.Intake.Erasure;
using Metropool.Intake.Replicas;
using Metropool.Intake.Retention;
using Metropool.Intake.Successions;

namespace Metropool.Intake.Applications;

/// <content>The end of an application: its place is held for a successor, its edition is cancelled, or its retention period ends.</content>
internal sealed partial class Application
{
    /// <summary>Holds the place of a candidate who has just withdrawn from it, so that the employer can nominate a successor.</summary>
    /// <param name="edition">The edition.</param>
    /// <param name="terms">Its terms. The caller holds their lock.</param>
    /// <param name="days">The number of days in which the employer can nominate.</param>
    /// <param name="now">Programme time.</param>
    /// <returns>Null if the place goes to the waiting list.</returns>
    public Succession? HoldPlace(Edition edition, EditionTerms terms, int days, DateTimeOffset now)
    {
        if (Agreements.Granted is not { } granted || Succession.Start(granted, edition, terms, days, now) is not { } succession)
        {
            return null;
        }

        Record(HistoryKind.PlaceHeld, Actor.System, now);
        return succession;
    }

    /// <summary>Records what became of the place that was held after this candidate withdrew.</summary>
    public void RecordSuccession(SuccessionState state, Actor by, string? reason, DateTimeOffset now) =>
        Record(state == SuccessionState.Filled ? HistoryKind.PlaceFilled : HistoryKind.PlaceReleased, by, now, reason: reason);

    /// <summary>
    /// The edition was cancelled. An admitted candidate keeps the admission until the dean transfers or ends the participation (R16), or the candidate moves.
    /// </summary>
    /// <returns>Whether it lapsed; false if it is closed or admitted.</returns>
    public bool Lapse(DateTimeOffset now)
    {
        if (Status == ApplicationStatus.Admitted || IsClosed)
        {
            return false;
        }

        Close(ApplicationStatus.Lapsed, HistoryKind.Lapsed, Actor.System, now);
        return true;
    }

    /// <summary>
    /// Continues in another edition, with everything that was written, and with the interview if its judgement is final (R10, R11, R12). Otherwise the
    /// interview is held again, because its panel may have no role in the other edition.
    /// </summary>
    /// <param name="cancelled">The edition that was cancelled.</param>
    /// <param name="to">The other edition.</param>
    /// <param name="participation">The participation that an admission led to, if there is one already.</param>
    /// <param name="now">Programme time.</param>
    /// <returns>The application for the other edition.</returns>
    public Outcome<Application> MoveTo(Edition cancelled, Edition to, Participation? participation, DateTimeOffset now)
    {
        var wasAdmitted = Status == ApplicationStatus.Admitted && cancelled.Status == EditionStatus.Cancelled;
        if (Status != ApplicationStatus.Lapsed && !wasAdmitted)
        {
            return Refusals.NothingToMove;
        }

        if (wasAdmitted && CheckNotBegun(participation, cancelled, now) is { } begun)
        {
            return begun;
        }

        if (!to.AcceptsApplications(ProgrammeClock.DayOf(now)))
        {
            return Refusals.EditionNotOpen;
        }

        if (wasAdmitted)
        {
            Close(ApplicationStatus.Lapsed, HistoryKind.Lapsed, Actor.System, now);
        }

        var moved = new Application { Id = Guid.CreateVersion7(now), EditionId = to.Id, PersonId = PersonId, StartedAt = now, MovedFromId = Id };
        moved.CopyFrom(this, now);
        return moved;
    }

    /// <summary>
    /// The last day, in Europe/Amsterdam, of the retention period (R49). After it the application is removed; for an admitted candidate, only texts and
    /// judgements are.
    /// </summary>
    /// <param name="settings">The retention periods.</param>
    /// <param name="edition">The edition; for an admitted candidate, the edition of the participation, which differs after a transfer (R16).</param>
    /// <returns>Null while no day is known, and after the texts were removed.</returns>
    public DateOnly? KeptUntil(RetentionSettings settings, Edition edition)
    {
        var unsuccessful = RetentionConsentAt is null ? settings.UnsuccessfulDays : Math.Max(settings.UnsuccessfulDays, settings.ConsentedDays);
        return Status switch
        {
            ApplicationStatus.Draft => ProgrammeClock.DayOf(ChangedAt).AddDays(settings.DraftDays),
            ApplicationStatus.Admitted => TextsRemovedAt is null ? edition.EndsOn?.Latest.AddDays(settings.AdmittedTextsDays) : null,
            _ when ClosedAt is { } closed => ProgrammeClock.DayOf(closed).AddDays(unsuccessful),
            // On the waiting list, or never decided on: unsuccessful since the edition began, or since the last step after that.
            _ => edition.StartsOn is { } start ? Later(start.Latest, ProgrammeClock.DayOf(WaitingSince)).AddDays(unsuccessful) : null,
        };
    }

    /// <summary>
    /// The last state that is published of an application that is about to be removed: without a name, and withdrawn if it was open. If the programme has
    /// begun for the participant, Scheduling ends the participation instead (R16).
    /// </summary>
    /// <returns>Null for a draft.</returns>
    public ApplicationChanged? Remove(Participation? participation, Edition edition, DateTimeOffset now)
    {
        if (SubmittedAt is null)
        {
            return null;
        }

        var wasAdmitted = Status == ApplicationStatus.Admitted;
        var withdraws = !IsClosed && CheckNotBegun(participation, edition, now) is null;
        Advance(now, withdraws ? ApplicationStatus.Withdrawn : null);
        var change = (withdraws, wasAdmitted) switch
        {
            (true, true) => ApplicationChange.AdmissionWithdrawn,
            (true, false) => ApplicationChange.Withdrawn,
            _ => ApplicationChange.Updated,
        };
        return State(change) with { DisplayName = ErasedPerson.ReplacementName, Admission = null, Removed = true };
    }

    /// <summary>
    /// Removes the texts by and about an admitted candidate. The admission stays, with its date, terms and decider. The caller deletes the judgements.
    /// </summary>
    public void RemoveTexts(DateTimeOffset now)
    {
        (Challenge, CognitiveWishes, PersonalWishes, Motivation, Capacities, InterviewNeeds) = (null, null, null, null, null, null);
        Decision = Decision! with { Reason = "" };
        TextsRemovedAt = now;
        Advance(now);
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    // After the programme has begun, Scheduling ends the participation (R16).
    private Refusal? CheckNotBegun(Participation? participation, Edition edition, DateTimeOffset now) => participation switch
    {
        null => null,
        _ when participation.EditionId != EditionId => Refusals.ParticipationTransferred,
        { Status: ParticipationStatus.Placed } => null,
        // A participation that is paused before the first day hasn't begun either.
        { Status: ParticipationStatus.Paused } when edition.HasNotBegun(ProgrammeClock.DayOf(now)) => null,
        _ => Refusals.ParticipationBegun,
    };

    private void Close(ApplicationStatus status, HistoryKind what, Actor by, DateTimeOffset now, string? reason = null)
    {
        RemoveFromWaitingList();
        Agreements.WithdrawOpen(now);
        Record(what, by, now, status, reason);
    }

    private void CopyFrom(Application other, DateTimeOffset now)
    {
        (Name, DisplayName) = (other.Name with { }, other.DisplayName);
        Employers.CopyFrom(other.Employers);
        UpdateSearchFields();
        (Function, Challenge, CognitiveWishes, PersonalWishes) = (other.Function, other.Challenge, other.CognitiveWishes, other.PersonalWishes);
        (Motivation, Capacities, InterviewNeeds) = (other.Motivation, other.Capacities, other.InterviewNeeds);
        var status = other.SubmittedAt is null ? ApplicationStatus.Draft : ApplicationStatus.Submitted;
        SubmittedAt = other.SubmittedAt is null ? null : now;
        if (other is { Interview: { } interview, Judgements.AreFinal: true })
        {
            (Interview, InterviewProgress) = (interview with { Panel = [.. interview.Panel] }, InterviewProgress.Held);
            JudgementMode = other.JudgementMode;
            foreach (var judgement in other.EffectiveJudgements)
            {
                Judgements.Add(judgement.Copy(Judgements.Count + 1, now));
            }

            status = ApplicationStatus.Interviewed;
        }

        Record(HistoryKind.Moved, Actor.Candidate(this), now, status);
    }
}
