using Metropool.Contracts.Scheduling;

namespace Metropool.Scheduling.Attendance;

/// <summary>Whether the attendance obligation is met: all that an employer sees of attendance (R46).</summary>
internal enum EmployerAttendance
{
    /// <summary>Modules haven't ended, or aren't recorded yet.</summary>
    NotYet,

    /// <summary>All modules were attended, or absences were compensated.</summary>
    Met,

    /// <summary>An absence isn't compensated.</summary>
    NotMet,
}

internal static class EmployerAttendances
{
    public static EmployerAttendance ToEmployerAttendance(this AttendanceStatus status) => status switch
    {
        AttendanceStatus.Met or AttendanceStatus.Compensated => EmployerAttendance.Met,
        AttendanceStatus.AtRisk or AttendanceStatus.Failed => EmployerAttendance.NotMet,
        _ => EmployerAttendance.NotYet,
    };
}
