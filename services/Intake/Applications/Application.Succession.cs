using Metropool.Http;
using Metropool.Intake.Editions;
using Metropool.Intake.Nominations;
using Metropool.Intake.Offers;
using Metropool.Intake.Successions;

namespace Metropool.Intake.Applications;

/// <summary>A place that is held for the employer, and the candidate whom it names.</summary>
internal sealed partial class Application
{
    /// <summary>Holds the place of a candidate who has just withdrawn from it, where the edition lets employers name a successor and this one agreed to taking part.</summary>
    /// <param name="edition">The edition.</param>
    /// <param name="terms">Its terms. The caller holds their lock.</param>
    /// <param name="days">How many days the employer has.</param>
    /// <param name="now">Programme time.</param>
    /// <param name="today">The day of it.</param>
    /// <returns>Null where the place is for the waiting list.</returns>
    public Succession? HoldPlace(Edition edition, EditionTerms terms, int days, DateTimeOffset now, DateOnly today)
    {
        if (Granted is not { } granted || !edition.AcceptsApplications(today) || terms.SuccessorsUntil is not { } last || last < today)
        {
            return null;
        }

        var day = today.AddDays(days) is var latest && latest < last ? latest : last;
        var succession = new Succession
        {
            Id = Guid.CreateVersion7(now),
            EditionId = EditionId,
            WithdrawnApplicationId = Id,
            OrganisationId = granted.OrganisationId,
            EmployerName = granted.EmployerName,
            HeldAt = now,
            NameUntil = PlaceOffer.EndOf(day),
        };
        // An employer with an account names a successor with it, and not behind a link.
        succession.MailTo(granted.OrganisationId is null ? granted.ContactEmail : null);
        Changed(now);
        Record(HistoryKind.PlaceHeld, Actor.Calendar);
        return succession;
    }

    /// <summary>What became of the place that was held after this candidate had withdrawn.</summary>
    public void NoteSuccession(SuccessionState state, Actor by, string? reason, DateTimeOffset now)
    {
        Changed(now);
        Record(state == SuccessionState.Filled ? HistoryKind.PlaceFilled : HistoryKind.PlaceReleased, by, reason);
    }

    /// <summary>A draft, from what an employer wrote who nominates the candidate. All of it is the candidate's to change.</summary>
    public static Outcome<Application> Start(Guid personId, Edition edition, Nomination nomination, DateTimeOffset now, DateOnly today)
    {
        var content = new ApplicationContent
        {
            Name = NameContent.Of(nomination.Name),
            Employer = new EmployerContent { OrganisationId = nomination.OrganisationId, Name = nomination.EmployerName },
            Function = nomination.Function,
        };
        if (Start(personId, edition, content, now, today).IsRefused(out var refusal, out var application))
        {
            return refusal;
        }

        application.Nominated(nomination);
        return application;
    }

    /// <summary>The nomination goes with the application that the candidate has already, where that names the employer as theirs.</summary>
    public Refusal? TakeUp(Nomination nomination, DateTimeOffset now)
    {
        var employer = Employers is [.., var last] ? last : null;
        var same = nomination.OrganisationId is { } id
            ? employer?.OrganisationId == id
            : employer?.Name is { } name
            && TextPolicy.ComparisonKey(name) == TextPolicy.ComparisonKey(nomination.EmployerName);
        if (!same)
        {
            return Refusals.NominatedByAnother;
        }

        LinkNomination(nomination);
        Changed(now);
        Nominated(nomination);
        return null;
    }

    private void Nominated(Nomination nomination) => Record(HistoryKind.Nominated, new Actor { DisplayName = nomination.EmployerName });
}
