using Metropool.Contracts.Intake;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Editions;
using Metropool.Intake.Erasure;
using Metropool.Intake.Participations;
using Metropool.Intake.Retention;

namespace Metropool.Intake.Applications;

/// <summary>How long it is kept, and what is told when it is removed.</summary>
internal sealed partial class Application
{
    /// <summary>The candidate agrees to being kept longer where it comes to nothing (R49), or takes that back. Agreeing again changes nothing.</summary>
    public Refusal? AgreeToBeKept(bool agreed, DateTimeOffset now)
    {
        if (Status == ApplicationStatus.Draft)
        {
            return Refusals.NotSubmitted;
        }

        if (agreed != RetentionConsentAt is not null)
        {
            RetentionConsentAt = agreed ? now : null;
            Changed(now);
            Record(agreed ? HistoryKind.RetentionAgreed : HistoryKind.RetentionAgreementTakenBack, Actor.Candidate(this));
        }

        return null;
    }

    /// <summary>
    /// The last day, in Europe/Amsterdam, on which all of it is kept (R49). After it the application is removed; of who was admitted the texts and judgements are.
    /// </summary>
    /// <param name="settings">How long what is kept.</param>
    /// <param name="edition">The edition that it is for; of who was admitted the one that they take part in, which is another after a transfer (R16).</param>
    /// <returns>Null while no day is known, and where the texts are gone.</returns>
    public DateOnly? KeptUntil(RetentionSettings settings, Edition edition)
    {
        var unsuccessful = RetentionConsentAt is null ? settings.UnsuccessfulDays : Math.Max(settings.UnsuccessfulDays, settings.ConsentedDays);
        return Status switch
        {
            ApplicationStatus.Draft => ProgrammeClock.DayOf(ChangedAt).AddDays(settings.DraftDays),
            ApplicationStatus.Rejected or ApplicationStatus.Withdrawn or ApplicationStatus.Lapsed => ProgrammeClock.DayOf(ClosedAt!.Value).AddDays(unsuccessful),
            ApplicationStatus.Admitted => TextsRemovedAt is null ? edition.EndsOn?.Latest.AddDays(settings.AdmittedTextsDays) : null,
            // On the waiting list, or never decided: it has come to nothing once the edition has begun. What happened to it after that counts for the later of the two.
            _ => edition.StartsOn is { } start ? Later(start.Latest, ProgrammeClock.DayOf(AwaitsSince)).AddDays(unsuccessful) : null,
        };
    }

    /// <summary>
    /// The last that others are told of an application that is about to be removed: without a name, and as withdrawn where it is open.
    /// Where the programme has begun for the participant, it is the participation that ends, in Scheduling (R16).
    /// </summary>
    /// <returns>Null where nobody knew of it.</returns>
    public ApplicationChanged? Leave(Participation? participation, Edition edition, DateTimeOffset now, DateOnly today)
    {
        if (SubmittedAt is null)
        {
            return null;
        }

        var (admitted, ends) = (Status == ApplicationStatus.Admitted, !Closed.Contains(Status) && Begun(participation, edition, today) is null);
        Changed(now, ends ? ApplicationStatus.Withdrawn : null);
        ApplicationChanged state = (ends, admitted) switch
        {
            (true, true) => State<AdmissionWithdrawn>(),
            (true, false) => State<ApplicationWithdrawn>(),
            _ => State<ApplicationChanged>(),
        };
        return state with { DisplayName = ErasedPerson.Name, Admission = null, Removed = true };
    }

    /// <summary>Removes what was written by and about somebody who was admitted. That they were, when, by whom and on what terms stays. The judgements are the caller's to delete.</summary>
    public void RemoveTexts(DateTimeOffset now)
    {
        (Challenge, CognitiveWishes, PersonalWishes, Motivation, Capacities, InterviewNeeds) = (null, null, null, null, null, null);
        Decision = Decision! with { Reason = "" };
        TextsRemovedAt = now;
        Changed(now);
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
