using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using static Metropool.Internship.Tests.Rules.InternshipFileBuilder;

namespace Metropool.Internship.Tests.Rules;

/// <summary>R30 and R32: the report, its due date and its readers, and the presentation.</summary>
public sealed class ReportTests
{
    /// <summary>28 days after the last day of the placement.</summary>
    private static readonly DateOnly Due = Monday.AddDays(25 + 28);

    [Theory]
    [InlineData("Onderzoek", " ", "internship.reflection-missing")]
    [InlineData("", "Reflectie", "internship.research-missing")]
    [InlineData("Onderzoek", "\u200B\u00AD", "internship.reflection-missing")]
    [InlineData("\u2800\n\u3164", "Reflectie", "internship.research-missing")]
    public void R30_A_report_needs_both_parts(string research, string reflection, string missing)
    {
        var refusal = new InternshipFileBuilder().Started().SubmitReport(research, reflection);
        Assert.Equal(("internship.report-incomplete", 400), (refusal.Refusal?.Code, refusal.Refusal?.Status));
        Assert.Equal([missing], refusal.Codes());
    }

    [Fact]
    public void R30_Both_missing_parts_are_named()
    {
        var builder = new InternshipFileBuilder().Started();
        Assert.Equal(["internship.research-missing", "internship.reflection-missing"], builder.File.SubmitReport(builder.Participation, builder.Now).Codes());
    }

    [Fact]
    public void R30_A_report_cannot_be_submitted_before_the_internship_starts() =>
        Assert.Equal(["internship.not-started"], new InternshipFileBuilder().WithApprovedPlacement().SubmitReport().Codes());

    [Fact]
    public void R30_A_submitted_version_never_changes()
    {
        var builder = new InternshipFileBuilder().Started();
        Assert.Null(builder.SubmitReport("Eerste").Refusal);
        var first = builder.File.ReportSubmittedAt;
        Assert.Equal(["internship.report-unchanged"], builder.SubmitReport("Eerste").Codes());

        builder.Now = builder.Now.AddDays(1);
        Assert.Null(builder.SubmitReport("Tweede").Refusal);
        Assert.Equal(["Eerste", "Tweede"], builder.File.Report!.Versions.Select(version => version.Research));
        Assert.Equal(first, builder.File.ReportSubmittedAt);
    }

    [Fact]
    public void R30_A_report_can_be_submitted_again_after_comments_and_completion()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement();
        Assert.Null(builder.LogWeeks(4).Refusal);
        Assert.Equal(InternshipChange.Completed, builder.SubmitReport().Value.Change);
        Assert.Null(builder.File.CommentOnReport("Werk de conclusie uit", Dean, builder.Now));
        var again = builder.SubmitReport("Met conclusie").Value;
        Assert.Equal((InternshipChange.Updated, InternshipStatus.Completed), (again.Change, again.Status));
        Assert.Equal(1, Assert.Single(builder.File.Report!.Comments).VersionNumber);
    }

    [Fact]
    public void R30_The_due_date_follows_from_the_last_day_of_the_placement() =>
        Assert.Equal(Due, new InternshipFileBuilder().WithApprovedPlacement().ReportDueOn(Monday));

    [Fact]
    public void R30_A_late_report_is_accepted_and_marked()
    {
        Assert.False(SubmittedOn(Due).Versions[0].Late);
        Assert.True(SubmittedOn(Due.AddDays(1)).Versions[0].Late);

        static Reports.Report SubmittedOn(DateOnly day)
        {
            var builder = new InternshipFileBuilder().Started().MoveTo(day);
            Assert.Null(builder.SubmitReport().Refusal);
            return builder.File.Report!;
        }
    }

    [Fact]
    public void R30_The_due_date_can_be_extended_with_a_reason()
    {
        var builder = new InternshipFileBuilder().Started();
        Assert.Null(builder.Extend(Due.AddDays(7), "Ziekte van de begeleider"));
        Assert.Equal(Due.AddDays(7), builder.ReportDueOn(Monday));
        var extension = Assert.Single(builder.File.Extensions);
        Assert.Equal((Due, Due.AddDays(7), "Ziekte van de begeleider"), (extension.PreviouslyDueOn, extension.DueOn, extension.Reason));
    }

    [Fact]
    public void R30_An_extension_is_a_later_day()
    {
        var builder = new InternshipFileBuilder().Started();
        Assert.Equal("internship.not-an-extension", builder.Extend(Due));
        builder.MoveTo(Due.AddDays(10));
        Assert.Equal("internship.not-an-extension", builder.Extend(Due.AddDays(9)));
        Assert.Equal("internship.not-approved", new InternshipFileBuilder().Extend(Due));
    }

    [Fact]
    public void R16_A_pause_moves_the_due_date_by_its_days()
    {
        var builder = new InternshipFileBuilder().Started();
        builder.MoveTo(Monday.AddDays(1)).SetStatus(ParticipationStatus.Paused);
        Assert.Equal(Due.AddDays(3), builder.ReportDueOn(Monday.AddDays(4)));
        builder.MoveTo(Monday.AddDays(11)).SetStatus(ParticipationStatus.Active);
        Assert.Equal(Due.AddDays(10), builder.ReportDueOn(Monday.AddDays(40)));
    }

    [Fact]
    public void R16_The_days_of_a_pause_count_and_not_the_time_of_its_event()
    {
        var builder = new InternshipFileBuilder().Started();
        var pauses = new[] { new PausePeriod { From = Monday.AddDays(1), Until = Monday.AddDays(10) } };
        Assert.True(builder.Participation.Apply(builder.State with { Version = 3, OccurredAt = Noon(Monday.AddDays(300)), Pauses = pauses }));

        Assert.Equal(Due.AddDays(10), builder.ReportDueOn(Monday.AddDays(40)));
    }

    [Fact]
    public void R16_An_older_state_does_not_undo_a_pause()
    {
        var builder = new InternshipFileBuilder().Started();
        var paused = builder.State with { Version = 2, Status = ParticipationStatus.Paused, Pauses = [new() { From = Monday.AddDays(1) }] };
        var resumed = builder.State with { Version = 3, Pauses = [new() { From = Monday.AddDays(1), Until = Monday.AddDays(10) }] };

        Assert.True(builder.Participation.Apply(resumed));
        Assert.False(builder.Participation.Apply(paused));

        Assert.Equal((Monday.AddDays(1), Monday.AddDays(10)), builder.Participation.Pauses.Select(pause => (pause.From, pause.Until)).Single());
        Assert.Equal(ParticipationStatus.Active, builder.Participation.Status);
    }

    [Fact]
    public void R30_Only_the_dean_and_the_programme_manager_of_the_team_can_read_a_confidential_report()
    {
        foreach (var role in new[] { TeamRole.Dean, TeamRole.ProgrammeManager })
        {
            Assert.True(In(role).ReadsResearch(confidential: true) && In(role).ReadsReflection(confidential: true));
        }

        foreach (var role in new[] { TeamRole.ProjectManager, TeamRole.Trainer })
        {
            Assert.False(In(role).ReadsResearch(confidential: true));
            Assert.False((In(role) with { IsBookedTrainer = true }).ReadsReflection(confidential: true));
        }

        Assert.True(new Reader { IsParticipant = true }.ReadsReflection(confidential: true));
    }

    [Fact]
    public void R46_The_booked_trainer_can_read_the_reflection_and_the_rest_of_the_team_cannot()
    {
        Assert.True(In(TeamRole.ProjectManager).ReadsResearch(confidential: false));
        Assert.False(In(TeamRole.ProjectManager).ReadsReflection(confidential: false));
        Assert.False(In(TeamRole.Trainer).ReadsReflection(confidential: false));
        Assert.True((In(TeamRole.Trainer) with { IsBookedTrainer = true }).ReadsReflection(confidential: false));
        Assert.False(new Reader { IsBookedTrainer = true }.ReadsReflection(confidential: false));
    }

    [Fact]
    public void R32_A_presentation_can_be_given_elsewhere()
    {
        var builder = new InternshipFileBuilder().Started();
        Assert.Equal(["internship.presentation-in-the-future"], builder.Present(builder.Now.AddMinutes(1)).Codes());
        Assert.Equal(builder.Now, builder.Present(builder.Now, elsewhere: true).Value.PresentedAt);
        Assert.True(builder.File.PresentedElsewhere);
    }

    [Fact]
    public void R32_A_presentation_cannot_be_before_the_internship()
    {
        var builder = new InternshipFileBuilder().Started();
        Assert.Equal(["internship.presentation-before-internship"], builder.Present(Noon(new DateOnly(1900, 1, 1))).Codes());
        Assert.Equal(["internship.presentation-before-internship"], builder.Present(Noon(Monday.AddDays(-1))).Codes());
    }

    [Fact]
    public void R32_A_presentation_cannot_be_recorded_before_the_internship_starts() =>
        Assert.Equal(["internship.not-started"], new InternshipFileBuilder().WithApprovedPlacement().Present(Noon(Monday)).Codes());

    [Fact]
    public void R32_The_presentation_is_not_needed_for_completion()
    {
        var builder = new InternshipFileBuilder().WithApprovedPlacement();
        Assert.Null(builder.LogWeeks(4).Refusal);
        Assert.Equal(InternshipChange.Completed, builder.SubmitReport().Value.Change);
        Assert.Null(builder.File.PresentedAt);
        Assert.Equal(InternshipStatus.Completed, builder.Present(builder.Now).Value.Status);
    }

    private static Reader In(TeamRole role) => new() { Roles = new HashSet<TeamRole> { role } };
}
