using Metropool.Assessment.Certificates;
using Metropool.Assessment.Editions;
using Metropool.Assessment.Requirements;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;

namespace Metropool.Assessment.Files;

/// <summary>The certificate.</summary>
internal sealed partial class AssessmentFile
{
    /// <summary>
    /// Issues the certificate, which follows from the record and from nothing else (R39): every missing item is named.
    /// It is issued by the dean or the programme manager of the edition, and never by the participant.
    /// </summary>
    /// <param name="byId">Who issues it.</param>
    /// <param name="handedOutOn">The day on which it is handed out, where that is known.</param>
    /// <param name="edition">The edition.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<CertificateIssued> IssueCertificate(Guid byId, DateOnly? handedOutOn, EditionProgress edition, DateTimeOffset now)
    {
        if (SignatoryOf(byId, edition.Edition, now).IsRefused(out var refusal, out var signatory))
        {
            return refusal;
        }

        if (NotUnderWay() is { } stopped)
        {
            return stopped;
        }

        if (Certificate is { IsValid: true })
        {
            return Refusals.CertificateAlreadyIssued;
        }

        var missing = RequirementTable.Of(this, edition).Where(requirement => !requirement.Met).ToList();
        if (missing.Count > 0)
        {
            return Refusals.RequirementsMissing(missing);
        }

        if (handedOutOn is { } day && NotHandedOutOn(day, issuedOn: ProgrammeClock.DayOf(now)) is { } wrongDay)
        {
            return wrongDay;
        }

        var certificate = new Certificate
        {
            Id = Guid.CreateVersion7(),
            FileId = Id,
            Name = Participation!.CertificateName,
            EditionId = Participation.EditionId,
            EditionName = edition.Edition!.Name,
            IssuedAt = now,
            IssuedOn = ProgrammeClock.DayOf(now),
            IssuedBy = byId,
            IssuedByName = signatory.DisplayName,
            IssuedByPart = signatory.Part,
            IssuedByDeputy = signatory.Deputy,
            VerificationCode = VerificationCode.New(),
        };
        certificate.HandOut(handedOutOn);
        _certificates.Add(certificate);
        return Raise<CertificateIssued>(now);
    }

    /// <summary>Notes the day on which the certificate is handed out (R39), where it wasn't known at the issue or has changed.</summary>
    public Outcome<Certificate> HandOut(Guid byId, DateOnly day, Edition? edition, DateTimeOffset now)
    {
        if (SignatoryOf(byId, edition, now).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        if (Certificate is not { } certificate)
        {
            return Refusals.CertificateNotIssued;
        }

        if (!certificate.IsValid)
        {
            return Refusals.CertificateAlreadyRevoked;
        }

        if (NotHandedOutOn(day, certificate.IssuedOn) is { } wrongDay)
        {
            return wrongDay;
        }

        certificate.HandOut(day);
        return certificate;
    }

    /// <summary>Revokes a certificate with a reason (R40). Another one can be issued afterwards.</summary>
    public Outcome<CertificateRevoked> RevokeCertificate(Guid certificateId, Guid byId, string? reason, Edition? edition, DateTimeOffset now)
    {
        if (SignatoryOf(byId, edition, now).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        if (_certificates.SingleOrDefault(c => c.Id == certificateId) is not { } certificate)
        {
            return Refusals.CertificateUnknown;
        }

        if (!certificate.IsValid)
        {
            return Refusals.CertificateAlreadyRevoked;
        }

        if (TextPolicy.IsBlank(reason))
        {
            return Refusals.RevocationNeedsReason;
        }

        certificate.Revoke(byId, reason.Trim(), now);
        return Raise<CertificateRevoked>(now);
    }

    private Outcome<TeamMember> SignatoryOf(Guid personId, Edition? edition, DateTimeOffset now)
    {
        if (IsAbout(personId))
        {
            return Refusals.OwnFile;
        }

        return edition?.PartsOf(personId, ProgrammeClock.DayOf(now)).FirstOrDefault(member => member.Part is TeamPart.Dean or TeamPart.ProgrammeManager) is { } signatory
            ? signatory
            : Refusals.NotDeanOrProgrammeManager;
    }

    private Refusal? NotHandedOutOn(DateOnly day, DateOnly issuedOn) =>
        day <= FinalInterviewDay() ? Refusals.HandedOutWithFinalInterview
        : day < issuedOn ? Refusals.HandedOutBeforeIssue
        : null;

    private DateOnly? FinalInterviewDay() =>
        _held.Where(held => held.Kind == InterviewKind.Final).Select(held => (DateOnly?)ProgrammeClock.DayOf(held.StartsAt)).Max();
}
