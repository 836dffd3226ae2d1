using MassTransit;
using Metropool.Contracts.Intake;

namespace Metropool.Intake;

/// <summary>What a candidate is told by mail: that there is something to read or to do, in Dutch. What it is stands behind the sign-in.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The text.</param>
/// <param name="UsefulDays">After how many days it isn't worth sending any more.</param>
internal sealed record Notice(string Subject, string Text, int UsefulDays = 7)
{
    public static Notice Decided(string edition) => new(
        $"Er is een besluit over je aanmelding voor {edition}",
        $"Over je aanmelding voor {edition} is een besluit genomen. Log in bij Metropool om het te lezen, met de reden erbij.");

    public static Notice AgreementAnswered(string edition) => new(
        $"Je werkgever heeft geantwoord over {edition}",
        $"Je werkgever heeft geantwoord op je vraag om akkoord met je deelname aan {edition}. Log in bij Metropool om het antwoord te lezen.");

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
}
