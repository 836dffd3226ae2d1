using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Scheduling.Tests.Participations;

/// <summary>The name for the certificate, which the candidate may correct in Intake after admission.</summary>
public sealed class CertificateNameTests(SchedulingFixture fixture)
{
    [Fact]
    public async Task A_corrected_name_is_applied_until_the_certificate_is_issued()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var admitted = Some.Admission(edition.Id);
        await fixture.HandledAsync(admitted);

        await fixture.HandledAsync(Corrected(admitted, 1, "dr. D. Deelnemer"));
        Assert.Equal("dr. D. Deelnemer", await NameAsync(admitted));
        await fixture.Events.PublishedAsync<ParticipationChanged>(e => e.ApplicationId == admitted.ApplicationId && e.CertificateName == "dr. D. Deelnemer");

        await fixture.InDatabase((SchedulingDbContext db) => db.Participations.Where(p => p.ApplicationId == admitted.ApplicationId)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Status, ParticipationStatus.Completed)));
        await fixture.HandledAsync(Corrected(admitted, 2, "prof. D. Deelnemer"));
        Assert.Equal("dr. D. Deelnemer", await NameAsync(admitted));
    }

    private static ApplicationChanged Corrected(ApplicationChanged admitted, int later, string name) =>
        admitted with { Version = admitted.Version + later, Admission = admitted.Admission! with { CertificateName = name } };

    private Task<string> NameAsync(ApplicationChanged admitted) =>
        fixture.InDatabase(
            (SchedulingDbContext db) => db.Participations.Where(p => p.ApplicationId == admitted.ApplicationId).Select(p => p.CertificateName).SingleAsync());
}
