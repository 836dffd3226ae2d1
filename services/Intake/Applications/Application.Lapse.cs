using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Intake.Editions;
using Metropool.Intake.Participations;

namespace Metropool.Intake.Applications;

/// <summary>An edition that doesn't take place, and the way from there to another one.</summary>
internal sealed partial class Application
{
    /// <summary>The application of a cancelled edition that this one goes on from.</summary>
    public Guid? MovedFromId { get; private set; }

    /// <summary>
    /// The edition was cancelled. Who was admitted keeps the admission until the dean transfers or ends the participation (R16), or the candidate moves.
    /// </summary>
    /// <returns>False where nothing changed: it is over, or admitted.</returns>
    public bool Lapse(DateTimeOffset now)
    {
        if (Status == ApplicationStatus.Admitted || Closed.Contains(Status))
        {
            return false;
        }

        End(now);
        return true;
    }

    /// <summary>
    /// Goes on in another edition: all that was written, and the interview with its judgement where that stands (R10, R11, R12), which the team there decides on.
    /// An interview without such a judgement is held again: who sat in its panel may have no part in the other edition.
    /// </summary>
    /// <param name="cancelled">The edition that was cancelled.</param>
    /// <param name="to">The edition to go on in.</param>
    /// <param name="participation">What an admission led to, if it did already.</param>
    /// <param name="now">Programme time.</param>
    /// <param name="today">The day of it.</param>
    /// <returns>The application there: as far as this one was, up to the decision.</returns>
    public Outcome<Application> MoveTo(Edition cancelled, Edition to, Participation? participation, DateTimeOffset now, DateOnly today)
    {
        if (Status != ApplicationStatus.Lapsed && (Status != ApplicationStatus.Admitted || cancelled.Status != EditionStatus.Cancelled))
        {
            return Refusals.NothingToMove;
        }

        if (Status == ApplicationStatus.Admitted && Begun(participation, cancelled, today) is { } begun)
        {
            return begun;
        }

        if (!to.AcceptsApplications(today))
        {
            return Refusals.EditionNotOpen;
        }

        if (Status == ApplicationStatus.Admitted)
        {
            End(now);
        }

        var moved = new Application { Id = Guid.CreateVersion7(now), EditionId = to.Id, PersonId = PersonId, StartedAt = now, MovedFromId = Id };
        moved.TakeOver(this, now);
        return moved;
    }

    private void End(DateTimeOffset now)
    {
        (WaitListNumber, WaitsForPlace, OfferUntil) = (null, false, null);
        CloseAgreement(now);
        Changed(now, ApplicationStatus.Lapsed);
        Record(HistoryKind.Lapsed, Actor.Calendar);
    }

    private void TakeOver(Application other, DateTimeOffset now)
    {
        (Name, DisplayName) = (other.Name with { }, other.DisplayName);
        _employers.AddRange(other.Employers.Select(employer => new Employment { OrganisationId = employer.OrganisationId, Name = employer.Name, From = employer.From, Until = employer.Until }));
        NoteEmployers();
        (Function, Challenge, CognitiveWishes, PersonalWishes) = (other.Function, other.Challenge, other.CognitiveWishes, other.PersonalWishes);
        (Motivation, Capacities, InterviewNeeds) = (other.Motivation, other.Capacities, other.InterviewNeeds);
        var status = other.SubmittedAt is null ? ApplicationStatus.Draft : ApplicationStatus.Submitted;
        SubmittedAt = other.SubmittedAt is null ? null : now;
        if (other is { Interview: { } interview, IsJudged: true })
        {
            (Interview, InterviewStanding, JudgementMode) = (interview with { Panel = [.. interview.Panel] }, InterviewStanding.Held, other.JudgementMode);
            _judgements.AddRange(other.JudgementsThatCount.Select((judgement, index) => judgement.CarriedOver(index + 1, now)));
            status = ApplicationStatus.Interviewed;
        }

        Changed(now, status);
        Record(HistoryKind.Moved, Actor.Candidate(this));
    }
}
