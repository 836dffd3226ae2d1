using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Intake.Offers;
using Metropool.Intake.Replicas;

namespace Metropool.Intake.Successions;

/// <summary>
/// Notifies an employer that a place is held for it: its contacts, where it has an account; else the address to which its agreement was requested, with a
/// link to nominate a successor.
/// </summary>
internal sealed class SuccessionMails(IPublishEndpoint publish, MailWriter mails)
{
    /// <summary>
    /// Notifies the employer, and ends the previous link. The mail names no person, so it isn't discarded when the candidate who withdrew is erased; the
    /// page and the API name people. That candidate entered the address, so the mail repeats only one of their texts: the employer's name.
    /// </summary>
    /// <param name="succession">The held place.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="reason">What happened, in a Dutch sentence without names of persons.</param>
    /// <param name="now">Programme time.</param>
    /// <param name="cancellationToken"></param>
    public async Task NotifyAsync(Succession succession, Edition edition, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (succession.OrganisationId is { } organisationId)
        {
            var lastDay = PlaceOffer.LastDayBefore(succession.NominateUntil);
            var days = Math.Max(1, lastDay.DayNumber - ProgrammeClock.DayOf(now).DayNumber);
            await publish.NotifyEmployerAsync(organisationId, personId: null, Notice.PlaceHeld(edition.Name, lastDay, days), now, cancellationToken);
            return;
        }

        if (succession.ContactEmail is not { } email)
        {
            return;
        }

        await WithdrawAsync(succession, cancellationToken);
        var lifetime = succession.NominateUntil - now;
        mails.Write(
            MailKinds.Succession,
            succession.Id,
            email,
            lifetime,
            $"Opvolger gevraagd voor {edition.Name}",
            "Geachte heer of mevrouw,",
            $"{reason}\nWe houden de plaats vrij voor {succession.EmployerName}. Op deze pagina draagt u iemand anders voor, of geeft u de plaats vrij:",
            mails.CreateLink(LinkKind.Succession, succession.Id, email, lifetime),
            $"De link werkt tot {mails.EndOf(lifetime)}. Draagt u niemand voor, dan gaat de plaats naar de wachtlijst.");
    }

    /// <summary>Ends the link, and discards its mail if it isn't sent yet.</summary>
    public Task WithdrawAsync(Succession succession, CancellationToken cancellationToken) =>
        mails.WithdrawAsync(LinkKind.Succession, succession.Id, succession.Id, cancellationToken);
}
