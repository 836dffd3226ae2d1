using Metropool.Assessment.Certificates;
using Metropool.Assessment.Editions;
using Metropool.Assessment.Replicas;
using Metropool.Assessment.Requirements;
using Metropool.Contracts.Assessment;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;

namespace Metropool.Assessment.Assessments;

/// <summary>The certificate.</summary>
internal sealed partial class AssessmentFile
{
    /// <summary>
    /// Issues the certificate, if every requirement is met (R39). It is issued by the dean or the programme manager of the edition, never by the participant.
    /// </summary>
    /// <param name="byId">The dean or the programme manager.</param>
    /// <param name="awardedOn">The day on which it is awarded, if that is known.</param>
    /// <param name="edition">The progress of the edition.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<AssessmentChanged> IssueCertificate(Guid byId, DateOnly? awardedOn, EditionProgress edition, DateTimeOffset now)
    {
        if (SignatoryOf(byId, edition.Edition, now).IsRefused(out var refusal, out var signatory))
        {
            return refusal;
        }

        if (RefuseUnlessActive() is { } inactive)
        {
            return inactive;
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

        var today = ProgrammeClock.DayOf(now);
        if (RefuseAward(awardedOn, issuedOn: today) is { } wrongDay)
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
            IssuedOn = today,
            IssuedBy = byId,
            IssuedByName = signatory.DisplayName,
            IssuedByRole = signatory.Role,
            IssuedByDeputy = signatory.Deputy,
            VerificationCode = VerificationCode.New(),
        };
        certificate.Award(awardedOn);
        _certificates.Add(certificate);
        return Raise(AssessmentChange.CertificateIssued, now);
    }

    /// <summary>Records the day on which the certificate is awarded (R39), if it wasn't known when the certificate was issued, or has changed.</summary>
    public Refusal? RecordAward(Guid byId, DateOnly day, Edition? edition, DateTimeOffset now)
    {
        if (SignatoryOf(byId, edition, now).Refusal is { } refusal)
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

        if (RefuseAward(day, certificate.IssuedOn) is { } wrongDay)
        {
            return wrongDay;
        }

        certificate.Award(day);
        return null;
    }

    /// <summary>Revokes a certificate with a reason (R40). Another one can be issued afterwards.</summary>
    public Outcome<AssessmentChanged> RevokeCertificate(Guid certificateId, Guid byId, string? reason, Edition? edition, DateTimeOffset now)
    {
        if (SignatoryOf(byId, edition, now).Refusal is { } refusal)
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
        return Raise(AssessmentChange.CertificateRevoked, now);
    }

    private Outcome<TeamMember> SignatoryOf(Guid personId, Edition? edition, DateTimeOffset now)
    {
        if (IsAbout(personId))
        {
            return Refusals.ConflictOfInterest;
        }

        var roles = edition?.RolesOf(personId, ProgrammeClock.DayOf(now)) ?? [];
        return roles.FirstOrDefault(member => member.Role is TeamRole.Dean or TeamRole.ProgrammeManager) is { } signatory
            ? signatory
            : Refusals.RoleNeeded(TeamRole.Dean, TeamRole.ProgrammeManager);
    }

    private Refusal? RefuseAward(DateOnly? day, DateOnly issuedOn)
    {
        var finalInterview = _held.Where(held => held.Kind == InterviewKind.Final).Select(held => (DateOnly?)ProgrammeClock.DayOf(held.StartsAt)).Max();
        return day <= finalInterview ? Refusals.AwardedWithFinalInterview
            : day < issuedOn ? Refusals.AwardedBeforeIssue
            : null;
    }
}
