using System.Collections.ObjectModel;
using Metropool.Contracts.Scheduling;
using Metropool.Http;
using Metropool.Intake.Agreements;
using Metropool.Intake.Replicas;

namespace Metropool.Intake.Applications;

/// <summary>The employers of a candidate, per period (R14).</summary>
internal sealed class Employments : Collection<Employment>
{
    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Employment> Ordered => [.. this.OrderBy(employment => employment.From)];

    /// <summary>The last known employer; null in a draft without one.</summary>
    public Employment? Last => this.MaxBy(employment => employment.From);

    /// <summary>The organisation of the last known employer; null if it has no account.</summary>
    public Guid? OrganisationId => Last?.OrganisationId;

    /// <summary>Replaces the employer of a draft.</summary>
    public void Replace(EmployerContent? content)
    {
        Clear();
        if (content is not null)
        {
            Add(new Employment { OrganisationId = content.OrganisationId, Name = content.Name.NormalizeOrNull(), From = content.From });
        }
    }

    /// <summary>Adds a new employer. The period with the current one ends the day before.</summary>
    public Refusal? Change(Guid? organisationId, string name, DateOnly from)
    {
        var current = Last!;
        if (from <= current.From)
        {
            return Refusals.EmployerPeriodOverlaps;
        }

        current.Until = from.AddDays(-1);
        Add(new Employment { OrganisationId = organisationId, Name = name, From = from });
        return null;
    }

    /// <summary>Copies the employers to an application that is moved to another edition.</summary>
    public void CopyFrom(Employments others)
    {
        foreach (var other in others.Ordered)
        {
            Add(new Employment { OrganisationId = other.OrganisationId, Name = other.Name, From = other.From, Until = other.Until });
        }
    }

    /// <summary>The employers on a day and after it that are known by name only, by first day.</summary>
    public IEnumerable<Employment> Unconnected(DateOnly today) => Ordered.Where(employment =>
        employment is { OrganisationId: null, NameKey: not null } && (employment.Until is null || employment.Until >= today));

    /// <summary>Whether the last known employer is the one that nominates.</summary>
    public bool LastIs(Guid? organisationId, string name) => organisationId is not null
        ? Last?.OrganisationId == organisationId
        : Last?.Name is { } last && TextPolicy.ComparisonKey(last) == TextPolicy.ComparisonKey(name);

    /// <summary>Updates the keys by which names are compared.</summary>
    public void UpdateNameKeys()
    {
        foreach (var employment in this)
        {
            employment.NameKey = employment.Name is { } name ? TextPolicy.ComparisonKey(name) : null;
        }
    }

    /// <summary>The periods as they are published. The agreement counts for the last employer only: another employer voids it.</summary>
    public List<EmployerPeriod> ToPeriods(EmployerAgreement? agreement)
    {
        var last = Last;
        return [.. Ordered.Select(employment => employment.ToPeriod(employment == last ? agreement : null))];
    }
}

/// <summary>A period with an employer (R14). In a draft name and first day may be missing.</summary>
internal sealed class Employment
{
    /// <summary>The organisation; null if the employer is known by name only.</summary>
    public Guid? OrganisationId { get; set; }

    public string? Name { get; set; }

    /// <summary>The form of the name by which it is compared with the names of organisations; null without a name.</summary>
    public string? NameKey { get; set; }

    /// <summary>The first day, in Europe/Amsterdam.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, in Europe/Amsterdam; null if no end is set.</summary>
    public DateOnly? Until { get; set; }

    public void Connect(Organisation organisation) => (OrganisationId, Name) = (organisation.Id, organisation.Name);

    public EmployerPeriod ToPeriod(EmployerAgreement? agreement) => new()
    {
        OrganisationId = OrganisationId,
        Name = Name!,
        From = From!.Value,
        Until = Until,
        AgreementId = agreement?.Id,
        NominationId = agreement?.NominationId,
        ExternalReference = agreement?.ExternalReference,
    };
}
