using Metropool.Contracts.Assessment;
using Metropool.Contracts.Intake;
using Metropool.Contracts.Scheduling;
using Metropool.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Metropool.Scheduling.Tests.Platform;

public sealed class ConsumerTests(SchedulingFixture fixture)
{
    [Fact]
    public async Task An_admission_that_arrives_twice_creates_one_participation()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var admission = Some.Admission(edition.Id);

        await fixture.PublishAsync(admission, admission, admission with { Version = 6 });
        await VersionIsKnownAsync(admission.ApplicationId, 6);

        Assert.Equal(1, await fixture.InDatabase((SchedulingDbContext db) => db.Participations.CountAsync(p => p.ApplicationId == admission.ApplicationId)));
    }

    [Fact]
    public async Task An_admission_that_arrives_after_its_withdrawal_creates_no_participation()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var admission = Some.Admission(edition.Id);

        await fixture.PublishAsync(Withdrawal(admission));
        await VersionIsKnownAsync(admission.ApplicationId, 6);
        await fixture.PublishAsync(admission);
        await fixture.PublishAsync(Withdrawal(admission) with { Version = 7 });
        await VersionIsKnownAsync(admission.ApplicationId, 7);

        Assert.False(await fixture.InDatabase((SchedulingDbContext db) => db.Participations.AnyAsync(p => p.ApplicationId == admission.ApplicationId)));
    }

    [Theory]
    [InlineData(ApplicationStatus.Withdrawn)]
    [InlineData(ApplicationStatus.Rejected)]
    public async Task R16_A_withdrawn_admission_ends_the_participation(ApplicationStatus status)
    {
        var edition = await Scenario.CreateAsync(fixture);
        var admission = Some.Admission(edition.Id);
        await fixture.PublishAsync(admission);
        var enrolled = await fixture.Events.PublishedAsync<ParticipationChanged>(
            e => e.Change == ParticipationChange.Enrolled && e.ApplicationId == admission.ApplicationId);
        await edition.DayAsync(1, "2026-10-26");

        await fixture.PublishAsync(Withdrawal(admission) with { Status = status });

        await fixture.Events.PublishedAsync<ParticipationChanged>(e => e.Change == ParticipationChange.Ended && e.ParticipationId == enrolled.ParticipationId);
        Assert.False(await fixture.InDatabase((SchedulingDbContext db) => db.CalendarEntries.AnyAsync(e => e.PersonId == admission.PersonId)));
    }

    [Fact]
    public async Task R16_A_certificate_completes_a_participation_in_any_order_of_events()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var participation = await edition.ParticipationAsync();
        var certified = new AssessmentChanged
        {
            Change = AssessmentChange.CertificateIssued,
            AssessmentId = Some.Id(),
            Version = 9,
            OccurredAt = Some.Moment,
            ParticipationId = participation.Id,
            PersonId = participation.PersonId,
            EditionId = edition.Id,
            ChaptersSubmitted = [],
            InterviewsHeld = [],
            AllRequirementsMet = true,
            CertificateId = Some.Id(),
            CertificateIssuedAt = Some.Moment,
        };

        await fixture.PublishAsync(certified);
        await fixture.Events.PublishedAsync<ParticipationChanged>(e => e.Change == ParticipationChange.Completed && e.ParticipationId == participation.Id);
        await fixture.PublishAsync(
            certified with { Change = AssessmentChange.Updated, Version = 8, CertificateId = null, CertificateIssuedAt = null },
            certified with { Change = AssessmentChange.CertificateRevoked, Version = 10, CertificateRevokedAt = Some.Moment });

        // Completed by version 9, active again by version 10, and version 8 was no news: two changes.
        var revoked = await fixture.Events.PublishedAsync<ParticipationChanged>(
            e => e.ParticipationId == participation.Id && e.Status == ParticipationStatus.Active);
        Assert.Equal(3, revoked.Version);
    }

    [Fact]
    public async Task A_new_name_is_applied_everywhere_and_an_older_one_is_ignored()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var participation = await edition.ParticipationAsync();

        await fixture.PublishAsync(Some.Person(participation.PersonId, "Deelnemer 07") with { Version = 3 });
        await fixture.Events.PublishedAsync<ParticipationChanged>(e => e.ParticipationId == participation.Id && e.DisplayName == "Deelnemer 07");
        await fixture.PublishAsync(Some.Person(participation.PersonId, "Deelnemer 06") with { Version = 2 });
        await fixture.PublishAsync(Some.Person(edition.TrainerId, "Trainer met een nieuwe naam"));

        await fixture.Events.PublishedAsync<EditionChanged>(
            e => e.EditionId == edition.Id && e.Team.Any(role => role.DisplayName == "Trainer met een nieuwe naam"));
        Assert.Equal(
            "Deelnemer 07",
            await fixture.InDatabase(
                (SchedulingDbContext db) => db.Participations.Where(p => p.Id == participation.Id).Select(p => p.DisplayName).SingleAsync()));
    }

    [Fact]
    public async Task A_new_name_is_published_for_a_draft_edition()
    {
        var dean = await fixture.StaffAsync("Decaan");
        var draft = await fixture.ImportAsync(await fixture.StaffAsync());
        await fixture.ClientFor(TestCaller.Administrator(Some.Id()))
            .SendOkAsync(HttpMethod.Post, $"/scheduling/v1/editions/{draft.Id}/team", new { personId = dean, role = "dean", from = "2025-01-01" });

        await fixture.PublishAsync(Some.Person(dean, "Decaan met een nieuwe naam"));

        var renamed = await fixture.Events.PublishedAsync<EditionChanged>(
            e => e.EditionId == draft.Id && e.Team.Any(member => member.DisplayName == "Decaan met een nieuwe naam"));
        Assert.Equal(EditionStatus.Draft, renamed.Status);
    }

    [Fact]
    public async Task An_older_event_does_not_restore_an_ended_appointment()
    {
        var staff = await fixture.StaffAsync();
        await fixture.PublishAsync(Some.Staff(staff) with { Version = 3, Active = false });
        await Eventually.TrueAsync(
            () => fixture.InDatabase((SchedulingDbContext db) => db.People.AnyAsync(p => p.PersonId == staff && p.StaffVersion == 3)), "the end is known");

        await fixture.PublishAsync(Some.Staff(staff) with { Version = 2 });
        await fixture.PublishAsync(Some.Person(staff, "Medewerker 09"));
        await Eventually.TrueAsync(
            () => fixture.InDatabase((SchedulingDbContext db) => db.People.AnyAsync(p => p.PersonId == staff && p.DisplayName == "Medewerker 09")),
            "the name is known");

        Assert.False(await fixture.InDatabase((SchedulingDbContext db) => db.People.Where(p => p.PersonId == staff).Select(p => p.IsStaff).SingleAsync()));
    }

    [Fact]
    public async Task R47_With_another_appointment_an_admission_creates_a_participation_and_a_proposal()
    {
        var (edition, other) = (await Scenario.CreateAsync(fixture), await Scenario.CreateAsync(fixture));
        var person = await edition.ParticipationAsync();
        await edition.DayAsync(1, "2026-10-26");
        await other.DayAsync(1, "2026-10-26");

        var admission = Some.Admission(other.Id, person.PersonId);
        await fixture.PublishAsync(admission);
        await fixture.Events.PublishedAsync<ParticipationChanged>(e => e.Change == ParticipationChange.Enrolled && e.ApplicationId == admission.ApplicationId);

        var proposals = await other.Manager.SendOkAsync(HttpMethod.Get, $"{other.Path}/proposals");
        Assert.Equal(["calendarConflict"], proposals.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task R47_Closing_a_calendar_conflict_adds_the_days_that_are_free_by_then()
    {
        var (edition, other) = (await Scenario.CreateAsync(fixture), await Scenario.CreateAsync(fixture));
        var person = await edition.ParticipationAsync();
        var inTheWay = await edition.DayAsync(1, "2026-10-26");
        await edition.DayAsync(1, "2026-10-28");
        var (freed, kept) = (await other.DayAsync(1, "2026-10-26"), await other.DayAsync(1, "2026-10-28"));
        var admission = Some.Admission(other.Id, person.PersonId);
        await fixture.PublishAsync(admission);
        await fixture.Events.PublishedAsync<ParticipationChanged>(e => e.Change == ParticipationChange.Enrolled && e.ApplicationId == admission.ApplicationId);

        await edition.Manager.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/module-days/{inTheWay}/cancellation");
        foreach (var proposal in (await other.Manager.SendOkAsync(HttpMethod.Get, $"{other.Path}/proposals?open=true")).GetProperty("items").EnumerateArray())
        {
            await other.Manager.SendOkAsync(
                HttpMethod.Post, $"/scheduling/v1/proposals/{proposal.GetProperty("id").GetGuid()}/closing", new { reason = "Afgesproken" });
        }

        var entered = await fixture.InDatabase((SchedulingDbContext db) =>
            db.CalendarEntries.Where(e => e.PersonId == person.PersonId && (e.SourceId == freed || e.SourceId == kept)).Select(e => e.SourceId).ToListAsync());
        Assert.Equal([freed], entered);
        Assert.Equal(0, (await other.Manager.SendOkAsync(HttpMethod.Get, $"{other.Path}/proposals?open=true")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task An_admission_to_an_unknown_edition_is_moved_to_the_error_queue_with_the_reason()
    {
        var admission = Some.Admission(Some.Id());
        await fixture.PublishAsync(admission);

        var broker = fixture.Application.Services.GetRequiredService<IConfiguration>().GetConnectionString("broker")!;
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        var failed = await Eventually.ValueAsync(
            () => channel.BasicGetAsync("scheduling-application-changed_error", autoAck: true, TestContext.Current.CancellationToken),
            "the admission is in the error queue");

        var reason = System.Text.Encoding.UTF8.GetString((byte[])failed.BasicProperties.Headers!["MT-Fault-Message"]!);
        Assert.Contains(admission.EditionId.ToString(), reason, StringComparison.Ordinal);
        Assert.False(await fixture.InDatabase((SchedulingDbContext db) => db.Applications.AnyAsync(a => a.ApplicationId == admission.ApplicationId)));
    }

    [Fact]
    public async Task A_new_name_is_applied_to_booked_interviews()
    {
        var edition = await Scenario.CreateAsync(fixture);
        var application = await edition.ApplicationAsync();
        var interview = await edition.BookIntakeAsync(application, "2025-09-12T07:00:00Z");

        await fixture.PublishAsync(
            Some.Person(edition.DeanId, "Decaan met een nieuwe naam"), Some.Person(application.PersonId, "Kandidaat met een nieuwe naam"));
        await fixture.Events.PublishedAsync<InterviewChanged>(
            e => e.InterviewId == interview && e.Panel.Any(seat => seat.DisplayName == "Decaan met een nieuwe naam"));

        await Eventually.TrueAsync(
            async () =>
                (await edition.Manager.SendOkAsync(HttpMethod.Get, $"/scheduling/v1/interviews/{interview}"))
                .GetProperty("displayName").GetString() == "Kandidaat met een nieuwe naam",
            "the candidate has the new name");
        await edition.Manager.SendOkAsync(HttpMethod.Post, $"/scheduling/v1/interviews/{interview}/cancellation", new { reason = "Ziek" });
        var again = await edition.Manager.SendOkAsync(HttpMethod.Post, "/scheduling/v1/interviews", edition.IntakeBooking(application, "2025-09-12T07:00:00Z"));
        Assert.Equal("Kandidaat met een nieuwe naam", again.GetProperty("displayName").GetString());
    }

    private Task VersionIsKnownAsync(Guid applicationId, long version) => Eventually.TrueAsync(
        () => fixture.InDatabase(
            (SchedulingDbContext db) => db.Applications.AnyAsync(
                a => a.ApplicationId == applicationId && a.Version == version)), $"version {version} is known");

    private static ApplicationChanged Withdrawal(ApplicationChanged admission) => admission with
    {
        Change = ApplicationChange.AdmissionWithdrawn,
        Version = 6,
        Status = ApplicationStatus.Withdrawn,
        InterviewId = null,
        Admission = null,
    };
}
