using System.Collections.ObjectModel;
using Metropool.Http;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Nominations;
using Metropool.Intake.Replicas;

namespace Metropool.Intake.Agreements;

/// <summary>Every agreement that was requested for an application. At most one is requested or granted at a time.</summary>
internal sealed class EmployerAgreements : Collection<EmployerAgreement>
{
    /// <summary>The agreement that was requested last.</summary>
    public EmployerAgreement? Last => this.MaxBy(agreement => agreement.Number);

    /// <summary>The agreement that waits for the employer's response.</summary>
    public EmployerAgreement? Open => Last is { IsRequested: true } requested ? requested : null;

    /// <summary>The agreement of the current employer, once it is granted.</summary>
    public EmployerAgreement? Granted => this.FirstOrDefault(agreement => agreement.IsGranted);

    /// <summary>
    /// Requests the agreement of an employer, or repeats the open request. A granted one is replaced if the terms became worse: no candidate is admitted on it.
    /// </summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="employer">The current employer of the candidate.</param>
    /// <param name="request">The contact.</param>
    /// <param name="nomination">The nomination by this employer that belongs to the application; null if there is none.</param>
    /// <param name="terms">The current terms; null while no price is known.</param>
    /// <param name="hasContact">Whether the employer has a contact who is notified.</param>
    /// <param name="now">Programme time.</param>
    /// <param name="lifetime">The time in which the employer can respond.</param>
    public Refusal? Request(
        Guid applicationId,
        Employment employer,
        AgreementRequest request,
        Nomination? nomination,
        AgreedTerms? terms,
        bool hasContact,
        DateTimeOffset now,
        TimeSpan lifetime)
    {
        if (Granted is { } granted && (terms is null || granted.Terms!.Covers(terms)))
        {
            return Refusals.AgreementGranted;
        }

        var email = request.ContactEmail.NormalizeOrNull();
        if (employer.OrganisationId is null && email is null)
        {
            return Refusals.AgreementUnreachable;
        }

        // An employer with an account responds with its own token. Through a mailed link, the owner of any address could respond in its name.
        if (employer.OrganisationId is not null && email is not null)
        {
            return Refusals.EmployerHasAccount;
        }

        Granted?.Withdraw(now);
        var agreement = Open ?? AddNew(applicationId, employer, now);
        if (nomination is not null)
        {
            agreement.LinkNomination(nomination.Id, nomination.ExternalReference);
        }

        agreement.Request(request.ContactName.NormalizeOrNull(), email, hasContact, now, now + lifetime);
        return null;
    }

    /// <summary>Grants the open agreement, on the current terms, which the employer must have read.</summary>
    public Outcome<EmployerAgreement> Grant(Guid agreementId, GrantAgreementRequest request, EditionTerms terms, Edition edition, DateTimeOffset now)
    {
        if (FindOpen(agreementId, now).IsRefused(out var refusal, out var agreement))
        {
            return refusal;
        }

        if (request.Missing() is { Count: > 0 } missing)
        {
            return Refusals.AgreementIncomplete(missing);
        }

        if (terms.TermsFor(edition) is not { } agreed)
        {
            return Refusals.PriceUnknown;
        }

        if (agreed.PriceInCents != request.PriceInCents || terms.Version != request.TermsVersion)
        {
            return Refusals.TermsChanged;
        }

        agreement.SetReference(request.ExternalReference.NormalizeOrNull());
        agreement.Grant(agreed, request.ToInvoice(), now);
        return agreement;
    }

    /// <summary>Refuses the open agreement.</summary>
    public Outcome<EmployerAgreement> Refuse(Guid agreementId, string reason, string? externalReference, DateTimeOffset now)
    {
        if (FindOpen(agreementId, now).IsRefused(out var refusal, out var agreement))
        {
            return refusal;
        }

        agreement.SetReference(externalReference);
        agreement.Refuse(reason, now);
        return agreement;
    }

    /// <summary>Whether a candidate can be admitted on these terms: the employer agreed to them, or to worse ones.</summary>
    public Refusal? CheckAdmission(AgreedTerms terms) => Granted switch
    {
        null => Refusals.AgreementMissing,
        { Terms: { } agreed } when !agreed.Covers(terms) => Refusals.AgreementOutdated,
        _ => null,
    };

    /// <summary>Links a nomination to the agreement of its employer, which may be older.</summary>
    public void LinkNomination(Nomination nomination)
    {
        if (nomination.OrganisationId is { } organisationId
            && Last is { IsRequested: true } or { IsGranted: true }
            && Last.OrganisationId == organisationId)
        {
            Last.LinkNomination(nomination.Id, nomination.ExternalReference);
        }
    }

    /// <summary>Connects the agreements of an employer that was known by name only to its organisation.</summary>
    /// <param name="name">The name that the candidate entered.</param>
    /// <param name="organisation">The organisation.</param>
    /// <param name="withdrawGranted">
    /// Whether a granted agreement is withdrawn: it was granted through a mailed link, and before an admission the organisation itself must agree.
    /// </param>
    /// <param name="now">Programme time.</param>
    public void Connect(string? name, Organisation organisation, bool withdrawGranted, DateTimeOffset now)
    {
        foreach (var agreement in this.Where(agreement => agreement.OrganisationId is null && agreement.EmployerName == name))
        {
            agreement.Connect(organisation);
            if (agreement.IsGranted && withdrawGranted)
            {
                agreement.Withdraw(now);
            }
        }
    }

    /// <summary>Changes how the employer is notified of the open request.</summary>
    /// <returns>Whether that changed.</returns>
    public bool ChangeNotification(Action<EmployerAgreement> change)
    {
        if (Open is not { } open)
        {
            return false;
        }

        var before = open.Notification;
        change(open);
        return open.Notification != before;
    }

    /// <summary>Withdraws the open request. A granted agreement stays: the invoice is based on it.</summary>
    /// <returns>Whether a request was open.</returns>
    public bool WithdrawOpen(DateTimeOffset now)
    {
        var open = Open;
        open?.Withdraw(now);
        return open is not null;
    }

    /// <summary>Withdraws everything that was requested of a former employer or granted by it. The new employer must agree itself.</summary>
    public void WithdrawAll(DateTimeOffset now)
    {
        foreach (var agreement in this.Where(agreement => agreement.IsRequested || agreement.IsGranted))
        {
            agreement.Withdraw(now);
        }
    }

    /// <summary>Closes the open request if the time to respond has passed.</summary>
    /// <returns>Whether it expired.</returns>
    public bool Expire(DateTimeOffset now)
    {
        if (Open is not { } open || open.ExpiresAt > now)
        {
            return false;
        }

        open.Expire(now);
        return true;
    }

    private EmployerAgreement AddNew(Guid applicationId, Employment employer, DateTimeOffset now)
    {
        var agreement = new EmployerAgreement
        {
            Id = Guid.CreateVersion7(now),
            ApplicationId = applicationId,
            Number = Count + 1,
            OrganisationId = employer.OrganisationId,
            EmployerName = employer.Name!,
        };
        Add(agreement);
        return agreement;
    }

    private Outcome<EmployerAgreement> FindOpen(Guid agreementId, DateTimeOffset now) =>
        this.FirstOrDefault(agreement => agreement.Id == agreementId) is { IsRequested: true } requested && requested.ExpiresAt > now
            ? requested
            : Refusals.AgreementNotOpen;
}
