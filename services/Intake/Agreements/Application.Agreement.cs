using Metropool.Contracts.Intake;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Metropool.Intake.Editions;
using Metropool.Intake.Nominations;
using Metropool.Intake.Replicas;

namespace Metropool.Intake.Applications;

/// <content>The agreement of the employer, which only the candidate requests.</content>
internal sealed partial class Application
{
    /// <summary>Every agreement that was requested.</summary>
    public EmployerAgreements Agreements { get; } = [];

    /// <summary>The agreement that was requested last.</summary>
    public EmployerAgreement? Agreement => Agreements.Last;

    /// <summary>Requests the agreement of the current employer.</summary>
    public Outcome<ApplicationChanged> RequestAgreement(
        AgreementRequest request, Nomination? nomination, AgreedTerms? terms, bool hasContact, DateTimeOffset now, TimeSpan lifetime)
    {
        if (!IsUndecided)
        {
            return Refusals.AgreementNotRequestable;
        }

        if (Agreements.Request(Id, Employers.Last!, request, nomination, terms, hasContact, now, lifetime) is { } refusal)
        {
            return refusal;
        }

        Record(HistoryKind.AgreementRequested, Actor.Candidate(this), now);
        return State(ApplicationChange.Updated);
    }

    /// <summary>Withdraws the request that the employer hasn't responded to.</summary>
    public Outcome<ApplicationChanged> WithdrawAgreement(DateTimeOffset now)
    {
        if (!Agreements.WithdrawOpen(now))
        {
            return Refusals.AgreementNotOpen;
        }

        Record(HistoryKind.AgreementWithdrawn, Actor.Candidate(this), now);
        return State(ApplicationChange.Updated);
    }

    /// <summary>The employer agrees to the time, and to the current price and terms.</summary>
    /// <param name="agreementId">The agreement.</param>
    /// <param name="request">The response.</param>
    /// <param name="byId">The contact who responds; null for a client, and through a mailed link.</param>
    /// <param name="terms">The terms of the edition.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ApplicationChanged> GrantAgreement(
        Guid agreementId, GrantAgreementRequest request, Guid? byId, EditionTerms terms, Edition edition, DateTimeOffset now)
    {
        if (byId == PersonId)
        {
            return Refusals.ConflictOfInterest;
        }

        if (Agreements.Grant(agreementId, request, terms, edition, now).IsRefused(out var refusal, out var granted))
        {
            return refusal;
        }

        Record(HistoryKind.AgreementGranted, Actor.Employer(granted, byId), now);
        return State(ApplicationChange.Updated);
    }

    /// <summary>The employer doesn't agree.</summary>
    public Outcome<ApplicationChanged> RefuseAgreement(Guid agreementId, string reason, string? externalReference, Guid? byId, DateTimeOffset now)
    {
        if (byId == PersonId)
        {
            return Refusals.ConflictOfInterest;
        }

        if (Agreements.Refuse(agreementId, reason, externalReference, now).IsRefused(out var refusal, out var refused))
        {
            return refusal;
        }

        Record(HistoryKind.AgreementRefused, Actor.Employer(refused, byId), now, reason: reason);
        return State(ApplicationChange.Updated);
    }

    /// <summary>Closes a request without a response in time.</summary>
    /// <returns>The state to publish; null if nothing expired.</returns>
    public ApplicationChanged? ExpireAgreement(DateTimeOffset now)
    {
        if (!Agreements.Expire(now))
        {
            return null;
        }

        Record(HistoryKind.AgreementExpired, Actor.System, now);
        return State(ApplicationChange.Updated);
    }

    /// <summary>Records whether the employer has a contact who is notified.</summary>
    /// <returns>Whether that changed the notification of the open request.</returns>
    public bool ChangeEmployerContact(bool hasContact, DateTimeOffset now) => ChangeNotification(agreement => agreement.ChangeContact(hasContact), now);

    /// <summary>Records that the mail server refuses mail for the address of the employer.</summary>
    /// <returns>Whether that changed the notification of the open request.</returns>
    public bool MarkAgreementUndeliverable(bool hasContact, DateTimeOffset now) =>
        ChangeNotification(agreement => agreement.MarkUndeliverable(hasContact), now);

    private bool ChangeNotification(Action<EmployerAgreement> change, DateTimeOffset now)
    {
        var changed = Agreements.ChangeNotification(change);
        if (changed)
        {
            Advance(now);
        }

        return changed;
    }
}
