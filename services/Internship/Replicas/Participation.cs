using Metropool.Contracts.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Metropool.Internship.Replicas;

/// <summary>The replica of a participation. Scheduling owns it.</summary>
internal sealed class Participation(Guid id)
{
    private readonly List<Employment> _employers = [];
    private readonly List<Pause> _pauses = [];

    public Guid Id { get; private init; } = id;

    public long Version { get; private set; }

    public Guid PersonId { get; private set; }

    public string DisplayName { get; private set; } = "";

    public Guid EditionId { get; private set; }

    public ParticipationStatus Status { get; private set; }

    /// <summary>The employers of the participant, per period.</summary>
    public IReadOnlyList<Employment> Employers => _employers;

    /// <summary>The pauses (R16).</summary>
    public IReadOnlyList<Pause> Pauses => _pauses;

    /// <summary>Applies a state.</summary>
    /// <returns>False if a newer state is known.</returns>
    public bool Apply(ParticipationChanged state)
    {
        if (state.Version < Version)
        {
            return false;
        }

        (Version, PersonId, DisplayName, EditionId, Status) = (state.Version, state.PersonId, state.DisplayName, state.EditionId, state.Status);
        _employers.Clear();
        _employers.AddRange(state.Employers.Select(employer => new Employment
        {
            Id = Guid.CreateVersion7(),
            OrganisationId = employer.OrganisationId,
            Name = employer.Name,
            From = employer.From,
            Until = employer.Until,
        }));
        _pauses.Clear();
        _pauses.AddRange(state.Pauses.Select(pause => new Pause { Id = Guid.CreateVersion7(), From = pause.From, Until = pause.Until }));
        return true;
    }

    /// <summary>The number of days from a day up to, but not including, another day that were in a pause. Deadlines don't run in a pause (R16).</summary>
    public int PausedDaysBetween(DateOnly from, DateOnly until) => _pauses.Sum(pause =>
    {
        var start = pause.From > from ? pause.From : from;
        var end = pause.Until is { } last && last < until ? last.AddDays(1) : until;
        return Math.Max(0, end.DayNumber - start.DayNumber);
    });

    /// <summary>Whether a whole day was in a pause. The first day of a pause isn't: the participant may have worked before the pause was recorded.</summary>
    public bool IsPausedOn(DateOnly day) => _pauses.Any(pause => day > pause.From && (pause.Until is null || day <= pause.Until));
}

/// <summary>A period with an employer.</summary>
internal sealed class Employment
{
    public required Guid Id { get; init; }

    public Guid? OrganisationId { get; init; }

    public required string Name { get; init; }

    public required DateOnly From { get; init; }

    public DateOnly? Until { get; init; }
}

/// <summary>A pause of a participation.</summary>
internal sealed class Pause
{
    public required Guid Id { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>The last day; null if no end is set.</summary>
    public DateOnly? Until { get; init; }
}

internal sealed class ParticipationConfiguration : IEntityTypeConfiguration<Participation>
{
    public void Configure(EntityTypeBuilder<Participation> builder)
    {
        builder.ToTable("participations");
        builder.Property(participation => participation.Version).IsConcurrencyToken();
        builder.OwnsMany(participation => participation.Employers, employer =>
        {
            employer.ToTable("participation_employers");
            employer.HasKey(e => e.Id);
        });
        builder.OwnsMany(participation => participation.Pauses, pause =>
        {
            pause.ToTable("participation_pauses");
            pause.HasKey(p => p.Id);
        });
    }
}
