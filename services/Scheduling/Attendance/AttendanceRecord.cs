namespace Metropool.Scheduling.Attendance;

/// <summary>Whether somebody was there on a module day. As long as there is none, nothing is known: not recorded is not absent.</summary>
internal sealed class AttendanceRecord(Guid moduleDayId, Guid participationId)
{
    public Guid ModuleDayId { get; private init; } = moduleDayId;

    public Guid ParticipationId { get; private init; } = participationId;

    public bool Present { get; private set; }

    /// <summary>When they came, where that was late, in Europe/Amsterdam (R18).</summary>
    public TimeOnly? ArrivedAt { get; private set; }

    /// <summary>When they left, where that was early, in Europe/Amsterdam (R18).</summary>
    public TimeOnly? LeftAt { get; private set; }

    public Guid RecordedBy { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>Rises with every correction; the first is 1.</summary>
    public int Revision { get; private set; }

    public void Take(bool present, TimeOnly? arrivedAt, TimeOnly? leftAt, Guid by, DateTimeOffset now)
    {
        (Present, ArrivedAt, LeftAt, RecordedBy, RecordedAt) = (present, arrivedAt, leftAt, by, now);
        Revision++;
    }
}
