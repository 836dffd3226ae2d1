using Metropool.Http;
using Metropool.Intake.Editions;
using Metropool.Mail;
using Metropool.Mail.Links;

namespace Metropool.Intake.Nominations;

/// <summary>What somebody is sent who is nominated: a link with which they take it up or decline it. Saved by the caller, with what it tells of.</summary>
internal sealed class NominationMails(IntakeDbContext db, MailedLinks links, AskedMails asked, PlatformSettings platform, TimeProvider time)
{
    /// <summary>What the links are for. Permanent: links in the database say it.</summary>
    public const string Purpose = "Nomination";

    /// <summary>What the messages are about. Permanent: they are counted by it.</summary>
    public const string Kind = "nomination";

    /// <summary>Whether there were enough messages of an employer to this address in an hour. Of each by itself: none keeps another's candidate from being nominated.</summary>
    public Task<bool> IsEnoughAsync(string employer, string email, CancellationToken cancellationToken) => asked.IsEnoughAsync(Kind, $"{employer} {email}", cancellationToken);

    /// <summary>The employer typed the address: of its words the mail repeats the candidate's call name and the employer's name, and nothing else.</summary>
    /// <param name="nomination">The nomination, which has an address.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="lifetime">How long it can be answered.</param>
    public void Nominated(Nomination nomination, Edition edition, TimeSpan lifetime)
    {
        var (link, now) = (links.Make(Purpose, nomination.Id, nomination.Email!, lifetime, NominationPage.Href), time.GetUtcNow());
        db.Add(OutgoingMail.Write(Kind, nomination.Id, nomination.Email!, $"Je bent voorgedragen voor {edition.Name}", $"""
            Beste {nomination.Name.CallName},

            {nomination.EmployerName} draagt je voor als kandidaat voor {edition.Name}, de Metropoolopleiding.
            Op deze pagina lees je wat dat betekent, en hoe je de voordracht aanneemt of afwijst:

            {link}

            De link werkt tot {DutchTime.Of(now + lifetime)}. Doe je niets, dan vervalt de voordracht en wordt je adres vergeten.

            Met vriendelijke groet,
            Metropool
            {platform.PublicUrl}

            """.ReplaceLineEndings("\n"), now, now + lifetime));
    }

    /// <summary>Ends the link of a nomination that isn't open any more, and takes its mail back where it isn't sent yet.</summary>
    public async Task WithdrawAsync(Guid nominationId, CancellationToken cancellationToken)
    {
        await links.EndAsync(Purpose, nominationId, cancellationToken);
        await db.DiscardMailAboutAsync([nominationId], cancellationToken);
    }
}
