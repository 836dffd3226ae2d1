using Metropool.Contracts.Scheduling;

namespace Metropool.Scheduling.Attendance;

/// <summary>Whether the attendance obligation is met: all that an employer sees of attendance (R46).</summary>
internal enum AttendanceStatus
{
    /// <summary>Modules are still to come, or attendance is not recorded yet.</summary>
    NotYet,

    /// <summary>All modules were attended, or what was missed was made good.</summary>
    Met,

    /// <summary>Something was missed and is not made good.</summary>
    NotMet,
}

internal static class AttendanceStatuses
{
    public static AttendanceStatus ToStatus(this AttendanceStanding standing) => standing switch
    {
        AttendanceStanding.Met or AttendanceStanding.MadeGood => AttendanceStatus.Met,
        AttendanceStanding.AtRisk or AttendanceStanding.Broken => AttendanceStatus.NotMet,
        _ => AttendanceStatus.NotYet,
    };
}
