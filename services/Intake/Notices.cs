using MassTransit;
using Metropool.Contracts.Intake;
using Metropool.Mail;

namespace Metropool.Intake;

/// <summary>What a candidate, or an employer with an account, is told by mail: that there is something to read or to do, in Dutch. What it is stands behind the sign-in.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The text.</param>
/// <param name="UsefulDays">After how many days it isn't worth sending any more.</param>
internal sealed record Notice(string Subject, string Text, int UsefulDays = 7)
{
    public static Notice Decided(string edition) => new(
        $"Er is een besluit over je aanmelding voor {edition}",
        $"Over je aanmelding voor {edition} is een besluit genomen. Log in bij Metropool om het te lezen, met de reden erbij.");

    /// <summary>A place is offered; what it is about stands behind the sign-in.</summary>
    public static Notice Offered(string edition, DateOnly lastDay, int days) => new(
        $"We vragen je antwoord over {edition}",
        $"Er is nieuws over je aanmelding voor {edition}, en we vragen je antwoord. Log uiterlijk op {DutchTime.Of(lastDay)} in bij Metropool om het te lezen en te antwoorden. Daarna kan het niet meer.",
        days);

    public static Notice OfferExpired(string edition) => new(
        $"De termijn voor je antwoord over {edition} is voorbij",
        $"We vroegen je antwoord over {edition}, en hebben het niet op tijd gekregen. Je aanmelding blijft staan. Log in bij Metropool om te lezen hoe het ermee staat.");

    public static Notice Lapsed(string edition) => new(
        $"{edition} gaat niet door",
        $"{edition} gaat niet door. Log in bij Metropool om te lezen wat dat voor je aanmelding betekent, en om met je aanmelding over te gaan naar een andere editie.");

    public static Notice AgreementAnswered(string edition) => new(
        $"Je werkgever heeft geantwoord over {edition}",
        $"Je werkgever heeft geantwoord op je vraag om akkoord met je deelname aan {edition}. Log in bij Metropool om het antwoord te lezen.");

    /// <summary>For the employer.</summary>
    public static Notice AgreementAsked(string edition, DateOnly lastDay, int days) => new(
        $"Een medewerker vraagt uw akkoord voor {edition}",
        $"Een van uw medewerkers vraagt uw akkoord voor deelname aan {edition}, de Metropoolopleiding. Log uiterlijk op {DutchTime.Of(lastDay)} in bij Metropool om te lezen om wie het gaat en wat er gevraagd wordt, en om te antwoorden.",
        days);

    /// <summary>For the employer.</summary>
    public static Notice PlaceHeld(string edition, DateOnly lastDay, int days) => new(
        $"Opvolger gevraagd voor {edition}",
        $"In {edition} wordt een plaats voor u vrijgehouden. Log uiterlijk op {DutchTime.Of(lastDay)} in bij Metropool om te lezen waarom, en om iemand voor te dragen of de plaats vrij te geven. Draagt u niemand voor, dan gaat de plaats naar de wachtlijst.",
        days);

    /// <summary>For the candidate: the employer doesn't learn that it is asked.</summary>
    public static Notice EmployerNotNotified(string edition) => new(
        $"Je vraag aan je werkgever over {edition} komt niet aan",
        $"Je vroeg je werkgever om akkoord met je deelname aan {edition}, maar we kunnen daar niemand bereiken. Log in bij Metropool, en vraag het opnieuw met het e-mailadres van iemand die erover gaat.");

    /// <summary>For the candidate: the employer has an account, and nobody there is notified.</summary>
    public static Notice EmployerHasNoContact(string edition) => new(
        $"Je vraag aan je werkgever over {edition} komt niet aan",
        $"Je vroeg je werkgever om akkoord met je deelname aan {edition}. Je werkgever antwoordt met een eigen account, maar heeft bij Metropool geen contactpersoon die bericht krijgt. Vraag je werkgever om een contactpersoon door te geven aan de opleidingsmanager. Die krijgt dan vanzelf bericht van je vraag.");

    /// <summary>For the candidate: the employer turned out to have an account, and agreed behind a link.</summary>
    public static Notice AgreementToBeAskedAgain(string edition) => new(
        $"Vraag je werkgever nog eens om akkoord voor {edition}",
        $"Je werkgever heeft nu een account bij Metropool, en geeft akkoord met dat account. Het akkoord met je deelname aan {edition} dat met een link is gegeven, telt daarom niet meer. Log in bij Metropool om het opnieuw te vragen.");

    public static Notice AgreementExpired(string edition) => new(
        $"Je werkgever heeft niet geantwoord over {edition}",
        $"Je werkgever heeft niet op tijd geantwoord op je vraag om akkoord met je deelname aan {edition}. Log in bij Metropool om het opnieuw te vragen.");
}

internal static class Notices
{
    /// <summary>Has a candidate told; with what it tells of, or not at all. Identity, which knows the address, sends it.</summary>
    public static Task TellAsync(this IPublishEndpoint publish, Guid personId, Notice notice, DateTimeOffset now, CancellationToken cancellationToken) => publish.Publish(
        new CandidateNotified
        {
            NotificationId = Guid.CreateVersion7(now),
            Version = 1,
            OccurredAt = now,
            PersonId = personId,
            Subject = notice.Subject,
            Text = notice.Text,
            UsefulDays = notice.UsefulDays,
        },
        cancellationToken);

    /// <summary>Notifies the contacts of an employer, in the same way.</summary>
    /// <param name="publish">The outbox.</param>
    /// <param name="organisationId">The employer.</param>
    /// <param name="personId">The candidate whose request it is about: it isn't sent any more once they are erased. Null where it is about none.</param>
    /// <param name="notice">The message.</param>
    /// <param name="now">Programme time.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task TellEmployerAsync(this IPublishEndpoint publish, Guid organisationId, Guid? personId, Notice notice, DateTimeOffset now, CancellationToken cancellationToken) => publish.Publish(
        new EmployerNotified
        {
            NotificationId = Guid.CreateVersion7(now),
            Version = 1,
            OccurredAt = now,
            OrganisationId = organisationId,
            PersonId = personId,
            Subject = notice.Subject,
            Text = notice.Text,
            UsefulDays = notice.UsefulDays,
        },
        cancellationToken);
}
