using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Mail;

namespace Metropool.Intake;

/// <summary>
/// A mail, in Dutch, to a candidate or to the contacts of an employer with an account. It asks the reader to sign in, and has no details itself.
/// </summary>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The text.</param>
/// <param name="ValidForDays">The number of days after which the mail is no longer sent.</param>
internal sealed record Notice(string Subject, string Text, int ValidForDays = 7)
{
    public static Notice Decided(string edition) => new(
        $"Er is een besluit over je aanmelding voor {edition}",
        $"We hebben een besluit genomen over je aanmelding voor {edition}. Log in bij Metropool om het te lezen, met de reden erbij.");

    /// <summary>An offered place, which the mail doesn't disclose.</summary>
    public static Notice Offered(string edition, DateOnly lastDay, int days) => new(
        $"We vragen je antwoord over {edition}",
        $"Er is nieuws over je aanmelding voor {edition}, en we vragen je antwoord. Log uiterlijk op {DutchTime.Of(lastDay)} in bij Metropool "
            + "om het te lezen en te antwoorden. Daarna kan het niet meer.",
        days);

    public static Notice OfferExpired(string edition) => new(
        $"De termijn voor je antwoord over {edition} is voorbij",
        $"We vroegen je antwoord over {edition}, en hebben het niet op tijd gekregen. Je aanmelding blijft staan. "
            + "Log in bij Metropool om te lezen wat dat betekent.");

    public static Notice Lapsed(string edition) => new(
        $"{edition} gaat niet door",
        $"{edition} gaat niet door. Log in bij Metropool om te lezen wat dat voor je aanmelding betekent. "
            + "Je kunt met je aanmelding overstappen naar een andere editie.");

    public static Notice AgreementAnswered(string edition) => new(
        $"Je werkgever heeft geantwoord over {edition}",
        $"Je werkgever heeft geantwoord op je vraag om akkoord met je deelname aan {edition}. Log in bij Metropool om het antwoord te lezen.");

    /// <summary>For the employer.</summary>
    public static Notice AgreementRequested(string edition, DateOnly lastDay, int days) => new(
        $"Een medewerker vraagt uw akkoord voor {edition}",
        $"Een van uw medewerkers vraagt uw akkoord voor deelname aan {edition}, de Metropoolopleiding. "
            + $"Log uiterlijk op {DutchTime.Of(lastDay)} in bij Metropool. Daar leest u om wie het gaat en wat we vragen, en geeft u antwoord.",
        days);

    /// <summary>For the employer.</summary>
    public static Notice PlaceHeld(string edition, DateOnly lastDay, int days) => new(
        $"Opvolger gevraagd voor {edition}",
        $"In {edition} houden we een plaats voor u vrij. Log uiterlijk op {DutchTime.Of(lastDay)} in bij Metropool. Daar leest u waarom, "
            + "en draagt u iemand voor of geeft u de plaats vrij. Draagt u niemand voor, dan gaat de plaats naar de wachtlijst.",
        days);

    /// <summary>For the candidate, when the mail with the link can't be delivered.</summary>
    public static Notice EmployerNotNotified(string edition) => new(
        $"Je vraag aan je werkgever over {edition} komt niet aan",
        $"Je vroeg je werkgever om akkoord met je deelname aan {edition}, maar we kunnen daar niemand bereiken. "
            + "Log in bij Metropool, en vraag het opnieuw met het e-mailadres van iemand die erover gaat.");

    /// <summary>For the candidate, when the employer has an account but no contact who is notified.</summary>
    public static Notice EmployerHasNoContact(string edition) => new(
        $"Je vraag aan je werkgever over {edition} komt niet aan",
        $"Je vroeg je werkgever om akkoord met je deelname aan {edition}. Je werkgever antwoordt met een eigen account, "
            + "maar heeft bij Metropool geen contactpersoon die bericht krijgt. "
            + "Vraag je werkgever om een contactpersoon door te geven aan de opleidingsmanager. Die krijgt dan vanzelf bericht van je vraag.");

    /// <summary>For the candidate, when the employer agreed through a link, and then turned out to have an account.</summary>
    public static Notice AgreementToBeRequestedAgain(string edition) => new(
        $"Vraag je werkgever nog eens om akkoord voor {edition}",
        $"Je werkgever heeft nu een account bij Metropool, en geeft akkoord met dat account. Eerder gaf je werkgever akkoord via een link: "
            + $"dat akkoord met je deelname aan {edition} telt niet meer. Log in bij Metropool om het opnieuw te vragen.");

    public static Notice AgreementExpired(string edition) => new(
        $"Je werkgever heeft niet geantwoord over {edition}",
        $"Je werkgever heeft niet op tijd geantwoord op je vraag om akkoord met je deelname aan {edition}. Log in bij Metropool om het opnieuw te vragen.");
}

/// <summary>Publishes notices in the caller's transaction. Identity, which has the addresses, sends them.</summary>
internal static class Notices
{
    public static Task NotifyCandidateAsync(
        this IPublishEndpoint publish, Guid personId, Notice notice, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var state = new CandidateNotified
        {
            NotificationId = Guid.CreateVersion7(now),
            Version = 1,
            OccurredAt = now,
            PersonId = personId,
            Subject = notice.Subject,
            Text = notice.Text,
            ValidForDays = notice.ValidForDays,
        };
        return publish.Publish(state, cancellationToken);
    }

    /// <summary>Notifies the contacts of an employer.</summary>
    /// <param name="publish">The outbox.</param>
    /// <param name="organisationId">The employer.</param>
    /// <param name="personId">The candidate whom the notice is about, after whose erasure it isn't sent. Null if it is about none.</param>
    /// <param name="notice">The notice.</param>
    /// <param name="now">Programme time.</param>
    /// <param name="cancellationToken"></param>
    public static Task NotifyEmployerAsync(
        this IPublishEndpoint publish, Guid organisationId, Guid? personId, Notice notice, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var state = new EmployerNotified
        {
            NotificationId = Guid.CreateVersion7(now),
            Version = 1,
            OccurredAt = now,
            OrganisationId = organisationId,
            PersonId = personId,
            Subject = notice.Subject,
            Text = notice.Text,
            ValidForDays = notice.ValidForDays,
        };
        return publish.Publish(state, cancellationToken);
    }
}
