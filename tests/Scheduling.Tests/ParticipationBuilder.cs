using Metropool.Contracts.Intake;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Participations;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests;

/// <summary>Participations in memory.</summary>
internal static class ParticipationBuilder
{
    private static readonly DateTimeOffset Now = SchedulingFixture.Beginning;

    /// <summary>A participation with a place in an edition.</summary>
    public static Participation Placed(Edition? edition = null)
    {
        var admission = new Admission { CertificateName = "D. Deelnemer", Employers = [Some.Employer()] };
        return Participation.Enrol(Some.Id(), edition?.Id ?? Some.Id(), Some.Id(), "Deelnemer 01", admission, Now);
    }

    /// <summary>A participation that is paused from 1 August 2025 on.</summary>
    public static Participation Paused(Edition? edition = null)
    {
        var participation = Placed(edition);
        _ = participation.PauseFrom(new(2025, 8, 1), null, Now).Value;
        return participation;
    }
}
