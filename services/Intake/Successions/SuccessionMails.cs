using MassTransit;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Intake.Editions;
using Metropool.Intake.Offers;
using Metropool.Mail;
using Metropool.Mail.Links;

namespace Metropool.Intake.Successions;

/// <summary>What an employer is sent for which a place is held: where it has an account, that it is; where it was asked for its agreement by mail, a link with which it names a successor. Saved by the caller, with what it tells of.</summary>
internal sealed class SuccessionMails(IntakeDbContext db, IPublishEndpoint publish, MailedLinks links, PlatformSettings platform, TimeProvider time)
{
    /// <summary>What the links are for. Permanent: links in the database say it.</summary>
    public const string Purpose = "Succession";

    /// <summary>What the messages are about. Permanent: they are counted by it.</summary>
    public const string Kind = "succession";

    /// <summary>
    /// Notifies the employer; a link from before is dead, and its mail isn't sent any more. The mail names no person: the page behind the link and the API
    /// do. So it doesn't have to be taken back
    /// when the one who withdrew is erased, and the address, which that person typed, gets none of their words but the name of the employer.
    /// </summary>
    /// <param name="succession">The place that is held.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="reason">What happened, in a sentence without names.</param>
    /// <param name="programmeNow">Programme time.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task AskAsync(Succession succession, Edition edition, string reason, DateTimeOffset programmeNow, CancellationToken cancellationToken)
    {
        if (succession.OrganisationId is { } organisationId)
        {
            var lastDay = PlaceOffer.LastDayBefore(succession.NameUntil);
            var days = Math.Max(1, lastDay.DayNumber - ProgrammeClock.DayOf(programmeNow).DayNumber);
            await publish.TellEmployerAsync(organisationId, personId: null, Notice.PlaceHeld(edition.Name, lastDay, days), programmeNow, cancellationToken);
        }

        if (succession is not { OrganisationId: null, ContactEmail: { } email })
        {
            return;
        }

        await WithdrawAsync(succession, cancellationToken);
        var (lifetime, now) = (succession.NameUntil - programmeNow, time.GetUtcNow());
        var link = links.Make(Purpose, succession.Id, email, lifetime, SuccessionPage.Href);
        db.Add(OutgoingMail.Write(Kind, succession.Id, email, $"Opvolger gevraagd voor {edition.Name}", $"""
            Geachte heer of mevrouw,

            {reason}
            De plaats wordt voor {succession.EmployerName} vrijgehouden. Op deze pagina draagt u iemand anders voor, of geeft u de plaats vrij:

            {link}

            De link werkt tot {DutchTime.Of(now + lifetime)}. Draagt u niemand voor, dan gaat de plaats naar de wachtlijst.

            Met vriendelijke groet,
            Metropool
            {platform.PublicUrl}

            """.ReplaceLineEndings("\n"), now, now + lifetime));
    }

    /// <summary>Ends the link, and takes its mail back where it isn't sent yet.</summary>
    public async Task WithdrawAsync(Succession succession, CancellationToken cancellationToken)
    {
        await links.EndAsync(Purpose, succession.Id, cancellationToken);
        await db.DiscardMailAboutAsync([succession.Id], cancellationToken);
    }
}
