using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;
using Metropool.Http;
using Metropool.Scheduling.People;

namespace Metropool.Scheduling.Participations;

/// <summary>Who employs the participant (R14, R16).</summary>
internal sealed partial class Participation
{
    /// <summary>Notes a change of employer from a day on; the former one's period ends the day before (R16).</summary>
    /// <param name="organisationId">The municipality, where it has an account here.</param>
    /// <param name="name">Its name; null where there is no employer for the time being.</param>
    /// <param name="first">The first day.</param>
    /// <param name="now">Programme time.</param>
    public Outcome<ParticipationChanged> ChangeEmployer(Guid? organisationId, string? name, DateOnly first, DateTimeOffset now)
    {
        if (Status is ParticipationStatus.Ended or ParticipationStatus.Completed)
        {
            return NotNow("The participation has ended or is completed.");
        }

        if (_employers.Exists(e => e.From >= first))
        {
            return Refusal.Invalid("scheduling.period-invalid", "The new employer comes after the former one.", new Fault("from", "not-later", "It has to come after the first day with the employer before."));
        }

        foreach (var former in _employers.Where(e => e.Until is null || e.Until >= first))
        {
            former.EndOn(first.AddDays(-1));
        }

        if (name is not null)
        {
            _employers.Add(new(Guid.CreateVersion7(), organisationId, name, first, null));
        }

        (Version, ChangedAt) = (Version + 1, now);
        return State<ParticipationChanged>();
    }

    /// <summary>The employers of a day and after it that are known by name only, by first day.</summary>
    public IEnumerable<Employment> TypedEmployers(DateOnly today) =>
        _employers.Where(e => e.OrganisationId is null && (e.Until is null || e.Until >= today)).OrderBy(e => e.From);

    /// <summary>
    /// Connects the employer of today that is known by name only, else the first to come, to its organisation. It then sees what an employer sees, since the
    /// employment began (R16).
    /// </summary>
    public Outcome<ParticipationChanged> ConnectEmployer(Organisation organisation, DateTimeOffset now)
    {
        if (Status is ParticipationStatus.Ended or ParticipationStatus.Completed)
        {
            return NotNow("The participation has ended or is completed.");
        }

        return TypedEmployers(ProgrammeClock.DayOf(now)).FirstOrDefault() is { } employer
            ? Connect([employer], organisation, now)
            : Refusal.Conflict("scheduling.employer-connected", "The employer is connected to an organisation, or there is no employer.");
    }

    /// <summary>Connects the employers of today and after it that are known by the name of an organisation.</summary>
    /// <returns>The new state; null where there is no such employer.</returns>
    public ParticipationChanged? ConnectByName(Organisation organisation, DateTimeOffset now) =>
        TypedEmployers(ProgrammeClock.DayOf(now)).Where(e => e.NameKey == organisation.NameKey).ToList() is { Count: > 0 } employers
            ? Connect(employers, organisation, now)
            : null;

    private ParticipationChanged Connect(List<Employment> employers, Organisation organisation, DateTimeOffset now)
    {
        employers.ForEach(employer => employer.Connect(organisation));
        (Version, ChangedAt) = (Version + 1, now);
        return State<ParticipationChanged>();
    }
}
