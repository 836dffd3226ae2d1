using Metropool.Contracts.Intake;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Metropool.Intake.Editions;
using Metropool.Intake.Nominations;

namespace Metropool.Intake.Applications;

/// <summary>What the employer is asked, by the candidate alone, and what it answers.</summary>
internal sealed partial class Application
{
    private readonly List<EmployerAgreement> _agreements = [];

    /// <summary>Every agreement that was asked for, oldest first.</summary>
    public IReadOnlyList<EmployerAgreement> Agreements => [.. _agreements.OrderBy(agreement => agreement.Number)];

    /// <summary>The agreement that was asked for last.</summary>
    public EmployerAgreement? Agreement => _agreements.MaxBy(agreement => agreement.Number);

    /// <summary>The agreement of the employer that the candidate has, once it is granted.</summary>
    private EmployerAgreement? Granted => _agreements.Find(agreement => agreement.IsGranted);

    /// <summary>
    /// Asks the last known employer for its agreement. While it is asked already it is asked once more. One that was granted is asked for anew where
    /// the terms have become worse since: nobody is admitted on it any more.
    /// </summary>
    /// <param name="request">Whom to ask.</param>
    /// <param name="nomination">The nomination by this employer that goes with the application; null where there is none.</param>
    /// <param name="terms">What would be agreed to today; null while no price is known.</param>
    /// <param name="hasContact">Whether the employer has a contact here who is notified.</param>
    /// <param name="now">Programme time.</param>
    /// <param name="lifetime">How long it can be answered.</param>
    public Outcome<ApplicationChanged> AskAgreement(
        AgreementRequest request, Nomination? nomination, AgreedTerms? terms, bool hasContact, DateTimeOffset now, TimeSpan lifetime)
    {
        if (Status is not (ApplicationStatus.Submitted or ApplicationStatus.Interviewed or ApplicationStatus.WaitListed))
        {
            return Refusals.AgreementNotAskable;
        }

        if (Granted is { } granted && (terms is null || granted.Terms!.Covers(terms)))
        {
            return Refusals.AgreementGranted;
        }

        var employer = Employers[^1];
        var email = request.ContactEmail.Tidy();
        if (employer.OrganisationId is null && email is null)
        {
            return Refusals.AgreementUnreachable;
        }

        // It answers with its own token. Behind a link, whoever reads mail at an address of the candidate's choice would answer in its name.
        if (employer.OrganisationId is not null && email is not null)
        {
            return Refusals.EmployerHasAccount;
        }

        Granted?.Withdraw(now);
        if (_agreements.Find(agreement => agreement.IsAsked) is not { } agreement)
        {
            agreement = new EmployerAgreement
            {
                Id = Guid.CreateVersion7(now),
                ApplicationId = Id,
                Number = _agreements.Count + 1,
                OrganisationId = employer.OrganisationId,
                EmployerName = employer.Name!,
            };
            _agreements.Add(agreement);
        }

        if (nomination is not null)
        {
            agreement.LinkNomination(nomination.Id, nomination.ExternalReference);
        }

        agreement.Ask(request.ContactName.Tidy(), email, hasContact, now, now + lifetime);
        Changed(now);
        Record(HistoryKind.AgreementAsked, Actor.Candidate(this));
        return State<ApplicationChanged>();
    }

    /// <summary>Links a nomination to what its employer was asked, which may be older.</summary>
    public void LinkNomination(Nomination nomination)
    {
        if (nomination.OrganisationId is not null
            && Agreement is { IsAsked: true } or { IsGranted: true }
            && Agreement.OrganisationId == nomination.OrganisationId)
        {
            Agreement.LinkNomination(nomination.Id, nomination.ExternalReference);
        }
    }

    /// <summary>The employer has a contact here who is notified of what it is asked, or none any more.</summary>
    /// <returns>Whether that makes a difference to what was asked and isn't answered.</returns>
    public bool ChangeEmployerContact(bool hasContact, DateTimeOffset now) => ChangeNotification(agreement => agreement.ChangeContact(hasContact), now);

    /// <summary>The mail server doesn't take the mail with the link for the employer.</summary>
    /// <returns>Whether that makes a difference to what was asked and isn't answered.</returns>
    public bool MarkAgreementUndeliverable(bool hasContact, DateTimeOffset now) => ChangeNotification(agreement => agreement.MarkUndeliverable(hasContact), now);

    /// <summary>Takes back what was asked and isn't answered.</summary>
    public Outcome<ApplicationChanged> WithdrawAgreement(DateTimeOffset now)
    {
        if (Agreement is not { IsAsked: true } asked)
        {
            return Refusals.AgreementNotOpen;
        }

        asked.Withdraw(now);
        Changed(now);
        Record(HistoryKind.AgreementWithdrawn, Actor.Candidate(this));
        return State<ApplicationChanged>();
    }

    /// <summary>The employer agrees: to the time, and to the price and terms of today, which it must have read.</summary>
    /// <param name="agreementId">What it was asked.</param>
    /// <param name="request">What it says.</param>
    /// <param name="byId">The person who says it; null for a client, and for who has the link.</param>
    /// <param name="terms">The terms of the edition.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ApplicationChanged> GrantAgreement(Guid agreementId, GrantAgreementRequest request, Guid? byId, EditionTerms terms, Edition edition, DateTimeOffset now)
    {
        if (Answerable(agreementId, byId, now).IsRefused(out var refusal, out var agreement))
        {
            return refusal;
        }

        if (request.Missing() is { Count: > 0 } missing)
        {
            return Refusals.AgreementIncomplete(missing);
        }

        if (terms.Agree(edition) is not { } agreed)
        {
            return Refusals.PriceUnknown;
        }

        if (agreed.PriceInCents != request.PriceInCents || terms.Version != request.TermsVersion)
        {
            return Refusals.TermsChanged;
        }

        agreement.Refer(request.ExternalReference.Tidy());
        agreement.Grant(agreed, request.ToInvoice(), now);
        Changed(now);
        Record(HistoryKind.AgreementGranted, Actor.Employer(agreement, byId));
        return State<ApplicationChanged>();
    }

    /// <summary>The employer doesn't agree.</summary>
    public Outcome<ApplicationChanged> RefuseAgreement(Guid agreementId, string reason, string? externalReference, Guid? byId, DateTimeOffset now)
    {
        if (Answerable(agreementId, byId, now).IsRefused(out var refusal, out var agreement))
        {
            return refusal;
        }

        agreement.Refer(externalReference);
        agreement.Refuse(reason, now);
        Changed(now);
        Record(HistoryKind.AgreementRefused, Actor.Employer(agreement, byId), reason);
        return State<ApplicationChanged>();
    }

    /// <summary>Closes what nobody answered in time.</summary>
    /// <returns>The event; null where there is nothing to close.</returns>
    public ApplicationChanged? ExpireAgreement(DateTimeOffset now)
    {
        if (Agreement is not { IsAsked: true } asked || asked.ExpiresAt > now)
        {
            return null;
        }

        asked.Expire(now);
        Changed(now);
        Record(HistoryKind.AgreementExpired, Actor.Calendar);
        return State<ApplicationChanged>();
    }

    private bool ChangeNotification(Action<EmployerAgreement> change, DateTimeOffset now)
    {
        if (Agreement is not { IsAsked: true } asked)
        {
            return false;
        }

        var before = asked.Notification;
        change(asked);
        if (asked.Notification == before)
        {
            return false;
        }

        Changed(now);
        return true;
    }

    private Outcome<EmployerAgreement> Answerable(Guid agreementId, Guid? byId, DateTimeOffset now)
    {
        if (byId == PersonId)
        {
            return Refusals.OwnAgreement;
        }

        return _agreements.Find(agreement => agreement.Id == agreementId) is { IsAsked: true } asked && asked.ExpiresAt > now ? asked : Refusals.AgreementNotOpen;
    }

    // An admission on what the employer agreed to, and on nothing that is worse.
    private Refusal? NotAgreed(AgreedTerms terms) => Granted switch
    {
        null => Refusals.AgreementMissing,
        { Terms: { } agreed } when !agreed.Covers(terms) => Refusals.AgreementOutdated,
        _ => null,
    };

    // The application is over: nobody is to answer any more. What was granted was granted, and is what an invoice goes by.
    private void CloseAgreement(DateTimeOffset now)
    {
        if (Agreement is { IsAsked: true } asked)
        {
            asked.Withdraw(now);
        }
    }

    // Whatever the former employer was asked or said, the new one has to be asked.
    private void VoidAgreement(DateTimeOffset now)
    {
        foreach (var agreement in _agreements.Where(agreement => agreement.IsAsked || agreement.IsGranted))
        {
            agreement.Withdraw(now);
        }
    }
}
