using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.Replicas;

namespace Metropool.Scheduling.Participations;

/// <summary>The employers of a participant (R14, R16).</summary>
internal sealed partial class Participation
{
    /// <summary>Changes the employer from a day on; the period of the former one ends the day before (R16).</summary>
    /// <param name="organisationId">The organisation, if it has an account here.</param>
    /// <param name="name">Its name; null if the participant has no employer for the time being.</param>
    /// <param name="from">The first day.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ParticipationChanged> ChangeEmployer(Guid? organisationId, string? name, DateOnly from, DateTimeOffset now)
    {
        if (IsClosed)
        {
            return Refusals.ParticipationClosed;
        }

        if (_employers.Exists(e => e.From >= from))
        {
            return Refusals.EmployerPeriodInvalid;
        }

        foreach (var former in _employers.Where(e => e.Until is null || e.Until >= from))
        {
            former.EndOn(from.AddDays(-1));
        }

        if (name is not null)
        {
            _employers.Add(new(Guid.CreateVersion7(), organisationId, name, from, null));
        }

        return RecordChange(ParticipationChange.Updated, now);
    }

    /// <summary>The present and future employers that are known by name only, by first day.</summary>
    public IEnumerable<Employment> EmployersByName(DateOnly today) =>
        _employers.Where(e => e.OrganisationId is null && (e.Until is null || e.Until >= today)).OrderBy(e => e.From);

    /// <summary>
    /// Connects the present employer that is known by name only, otherwise the next one, to its organisation. The organisation then sees what an employer sees
    /// from the first day of the employment on (R16).
    /// </summary>
    public Outcome<ParticipationChanged> ConnectEmployer(Organisation organisation, DateTimeOffset now)
    {
        if (IsClosed)
        {
            return Refusals.ParticipationClosed;
        }

        return EmployersByName(ProgrammeClock.DayOf(now)).FirstOrDefault() is { } employer
            ? Connect([employer], organisation, now)
            : Refusals.EmployerConnected;
    }

    /// <summary>Connects the present and future employers that have the name of an organisation.</summary>
    /// <returns>The new state; null if no employer has that name.</returns>
    public ParticipationChanged? ConnectEmployersByName(Organisation organisation, DateTimeOffset now) =>
        EmployersByName(ProgrammeClock.DayOf(now)).Where(e => e.NameKey == organisation.NameKey).ToList() is { Count: > 0 } employers
            ? Connect(employers, organisation, now)
            : null;

    private ParticipationChanged Connect(List<Employment> employers, Organisation organisation, DateTimeOffset now)
    {
        employers.ForEach(employer => employer.Connect(organisation));
        return RecordChange(ParticipationChange.Updated, now);
    }
}
