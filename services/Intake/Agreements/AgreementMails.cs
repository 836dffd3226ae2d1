using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Mail;
using Metropool.Mail.Links;

namespace Metropool.Intake.Agreements;

/// <summary>What an employer without an account is sent: a link with which it answers once. Saved by the caller, with what it tells of.</summary>
internal sealed class AgreementMails(IntakeDbContext db, MailedLinks links, AskedMails asked, PlatformSettings platform, TimeProvider time)
{
    /// <summary>What the links are for. Permanent: links in the database say it.</summary>
    public const string Purpose = "Agreement";

    /// <summary>What the messages are about. Permanent: they are counted by it.</summary>
    public const string Kind = "employer-agreement";

    /// <summary>Whether there were enough messages in an hour: asked for by this candidate, who could name any address and has the employer's contacts told each time; or to this address, if one is named.</summary>
    public async Task<bool> IsEnoughAsync(Guid candidateId, string? email, CancellationToken cancellationToken) =>
        await asked.IsEnoughAsync(Kind, candidateId.ToString(), cancellationToken) || (email is not null && await asked.IsEnoughAsync(Kind, email, cancellationToken));

    /// <summary>
    /// Mails a link for what was asked last, where an address was named. A link from before is dead, and its mail isn't sent any more.
    /// The candidate typed the address: of their words the mail repeats their name and the employer's, and nothing else.
    /// </summary>
    public async Task AskAsync(Application application, Edition edition, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var agreement = application.Agreement!;
        await WithdrawAsync(application, cancellationToken);
        if (agreement.ContactEmail is not { } email)
        {
            return;
        }

        var (link, now) = (links.Make(Purpose, agreement.Id, email, lifetime, AgreementPage.Href), time.GetUtcNow());
        db.Add(OutgoingMail.Write(Kind, application.Id, email, $"Akkoord gevraagd voor deelname aan {edition.Name}", $"""
            Geachte heer of mevrouw,

            {application.DisplayName} heeft zich aangemeld voor {edition.Name}, de Metropoolopleiding, en vraagt u om namens {agreement.EmployerName} akkoord te gaan met de tijd en de kosten.
            Op deze pagina leest u waar het om gaat, en geeft u akkoord of niet:

            {link}

            De link werkt één keer, en tot {DutchTime.Of(now + lifetime)}. Bent u niet degene die hierover gaat? Stuur dit bericht dan door binnen uw organisatie, of laat het {application.DisplayName} weten.

            Met vriendelijke groet,
            Metropool
            {platform.PublicUrl}

            """.ReplaceLineEndings("\n"), now, now + lifetime));
    }

    /// <summary>Ends the link for what was asked last, if anything was, and takes its mail back where it isn't sent yet.</summary>
    public async Task WithdrawAsync(Application application, CancellationToken cancellationToken)
    {
        if (application.Agreement is { } agreement)
        {
            await links.EndAsync(Purpose, agreement.Id, cancellationToken);
            await db.DiscardMailAboutAsync([application.Id], cancellationToken);
        }
    }
}
