using Metropool.Contracts.Internship;
using Metropool.Contracts.Scheduling;
using Metropool.Internship.Copies;
using Metropool.Internship.Internships;

namespace Metropool.Internship.Tests.Rules;

/// <summary>R30 and R32: the report, when it is due, who reads it, and the presentation.</summary>
public sealed class ReportTests
{
    private static readonly DateOnly Monday = Dossier.Monday;

    /// <summary>28 days after the last day of the placement.</summary>
    private static readonly DateOnly Due = Monday.AddDays(25 + 28);

    [Theory]
    [InlineData("Onderzoek", " ", "internship.reflection-missing")]
    [InlineData("", "Reflectie", "internship.research-missing")]
    [InlineData("Onderzoek", "\u200B\u00AD", "internship.reflection-missing")]
    [InlineData("\u2800\n\u3164", "Reflectie", "internship.research-missing")]
    public void R30_Both_parts_or_it_is_not_handed_in(string research, string reflection, string missing)
    {
        var refusal = Started().Report(research, reflection);
        Assert.Equal(("internship.report-incomplete", 400), (refusal.Refusal?.Code, refusal.Refusal?.Status));
        Assert.Equal([missing], refusal.Codes());
    }

    [Fact]
    public void R30_Both_parts_are_named_where_both_are_missing()
    {
        var dossier = Started();
        Assert.Equal(["internship.research-missing", "internship.reflection-missing"], dossier.File.SubmitReport(dossier.Participation, dossier.Now).Codes());
    }

    [Fact]
    public void R30_A_report_is_about_an_internship_that_has_begun() => Assert.Equal(["internship.not-started"], new Dossier().Approved().Report().Codes());

    [Fact]
    public void R30_A_version_that_was_handed_in_never_changes()
    {
        var dossier = Started();
        Assert.Null(dossier.Report("Eerste").Refusal);
        var first = dossier.File.ReportSubmittedAt;
        Assert.Equal(["internship.report-unchanged"], dossier.Report("Eerste").Codes());

        dossier.Now = dossier.Now.AddDays(1);
        Assert.Null(dossier.Report("Tweede").Refusal);
        Assert.Equal(["Eerste", "Tweede"], dossier.File.Report!.Versions.Select(version => version.Research));
        Assert.Equal(first, dossier.File.ReportSubmittedAt);
    }

    [Fact]
    public void R30_A_report_may_come_back_with_comments_and_be_handed_in_again_after_completion()
    {
        var dossier = new Dossier().Approved();
        Assert.Null(dossier.LogWeeks(4).Refusal);
        Assert.IsType<InternshipCompleted>(dossier.Report().Value);
        Assert.Null(dossier.File.CommentOnReport("Werk de conclusie uit", Dossier.Dean, dossier.Now).Refusal);
        var again = dossier.Report("Met conclusie").Value;
        Assert.Equal((typeof(InternshipChanged), InternshipStatus.Completed), (again.GetType(), again.Status));
        Assert.Equal(1, Assert.Single(dossier.File.Report!.Comments).VersionNumber);
    }

    [Fact]
    public void R30_The_due_date_follows_from_the_last_day_of_the_placement() =>
        Assert.Equal(Due, new Dossier().Approved() is { } dossier ? dossier.File.ReportDueOnWithPauses(dossier.Participation, Monday) : null);

    [Fact]
    public void R30_After_the_due_date_a_report_is_taken_and_marked_late()
    {
        Assert.False(HandedInOn(Due).Versions[0].Late);
        Assert.True(HandedInOn(Due.AddDays(1)).Versions[0].Late);

        static Reports.Report HandedInOn(DateOnly day)
        {
            var dossier = Started().On(day);
            Assert.Null(dossier.Report().Refusal);
            return dossier.File.Report!;
        }
    }

    [Fact]
    public void R30_The_due_date_can_be_extended_with_a_reason()
    {
        var dossier = Started();
        Assert.Null(dossier.File.ExtendReport(Due.AddDays(7), "Ziekte van de begeleider", Dossier.Dean, dossier.Participation, dossier.Now).Refusal);
        Assert.Equal(Due.AddDays(7), dossier.File.ReportDueOnWithPauses(dossier.Participation, Monday));
        var extension = Assert.Single(dossier.File.Extensions);
        Assert.Equal((Due, Due.AddDays(7), "Ziekte van de begeleider"), (extension.PreviouslyDueOn, extension.DueOn, extension.Reason));
    }

    [Fact]
    public void R30_An_extension_gives_more_time_and_not_less()
    {
        var dossier = Started();
        Assert.Equal(["internship.not-an-extension"], dossier.File.ExtendReport(Due, "Reden", Dossier.Dean, dossier.Participation, dossier.Now).Codes());
        dossier.On(Due.AddDays(10));
        Assert.Equal(["internship.not-an-extension"], dossier.File.ExtendReport(Due.AddDays(9), "Reden", Dossier.Dean, dossier.Participation, dossier.Now).Codes());
        Assert.Equal(["internship.not-approved"], new Dossier() is { } open ? open.File.ExtendReport(Due, "Reden", Dossier.Dean, open.Participation, open.Now).Codes() : []);
    }

    [Fact]
    public void R16_A_pause_moves_the_due_date_on_by_its_days()
    {
        var dossier = Started();
        dossier.On(Monday.AddDays(1)).Becomes(ParticipationStatus.Paused);
        Assert.Equal(Due.AddDays(3), dossier.File.ReportDueOnWithPauses(dossier.Participation, Monday.AddDays(4)));
        dossier.On(Monday.AddDays(11)).Becomes(ParticipationStatus.Active);
        Assert.Equal(Due.AddDays(10), dossier.File.ReportDueOnWithPauses(dossier.Participation, Monday.AddDays(40)));
    }

    [Fact]
    public void R16_A_pause_is_taken_from_what_is_told_of_it_and_not_from_when_it_was_told()
    {
        var dossier = Started();
        var pauses = new[] { new PausePeriod { From = Monday.AddDays(1), Until = Monday.AddDays(10) } };
        Assert.True(dossier.Participation.Apply(dossier.Changed with { Version = 3, OccurredAt = Noon(Monday.AddDays(300)), Pauses = pauses }));

        Assert.Equal([new Pause(Monday.AddDays(1), Monday.AddDays(11))], dossier.Participation.Pauses());
        Assert.Equal(Due.AddDays(10), dossier.File.ReportDueOnWithPauses(dossier.Participation, Monday.AddDays(40)));
    }

    [Fact]
    public void R16_A_pause_is_known_also_when_its_beginning_arrives_after_its_end()
    {
        var dossier = Started();
        var paused = dossier.Changed with { Version = 2, Status = ParticipationStatus.Paused, OccurredAt = Noon(Monday.AddDays(1)) };
        var resumed = dossier.Changed with { Version = 3, Status = ParticipationStatus.Active, OccurredAt = Noon(Monday.AddDays(11)) };
        Assert.True(dossier.Participation.Apply(resumed));
        Assert.False(dossier.Participation.Apply(paused));
        Assert.False(dossier.Participation.Apply(paused));
        Assert.Equal(new Pause(Monday.AddDays(1), Monday.AddDays(11)), Assert.Single(dossier.Participation.Pauses()));
        Assert.Equal(ParticipationStatus.Active, dossier.Participation.Status);
    }

    [Fact]
    public void R30_A_confidential_report_is_for_dean_and_programme_manager_alone()
    {
        foreach (var part in new[] { TeamPart.Dean, TeamPart.ProgrammeManager })
        {
            Assert.True(In(part).ReadsResearch(confidential: true) && In(part).ReadsReflection(confidential: true));
        }

        foreach (var part in new[] { TeamPart.ProjectManager, TeamPart.Trainer })
        {
            Assert.False(In(part).ReadsResearch(confidential: true));
            Assert.False((In(part) with { IsBookedTrainer = true }).ReadsReflection(confidential: true));
        }

        Assert.True(new Reader { IsParticipant = true }.ReadsReflection(confidential: true));
    }

    [Fact]
    public void R46_The_reflection_is_also_for_the_trainer_booked_and_for_nobody_else_in_the_team()
    {
        Assert.True(In(TeamPart.ProjectManager).ReadsResearch(confidential: false));
        Assert.False(In(TeamPart.ProjectManager).ReadsReflection(confidential: false));
        Assert.False(In(TeamPart.Trainer).ReadsReflection(confidential: false));
        Assert.True((In(TeamPart.Trainer) with { IsBookedTrainer = true }).ReadsReflection(confidential: false));
        Assert.False(new Reader { IsBookedTrainer = true }.ReadsReflection(confidential: false));
    }

    [Fact]
    public void R32_Presenting_is_recorded_at_another_moment_if_need_be()
    {
        var dossier = Started();
        Assert.Equal(["internship.presentation-in-the-future"], dossier.File.RecordPresentation(dossier.Now.AddMinutes(1), false, Dossier.Dean, dossier.Now).Codes());
        Assert.Equal(dossier.Now, dossier.File.RecordPresentation(dossier.Now, true, Dossier.Dean, dossier.Now).Value.PresentedAt);
        Assert.True(dossier.File.PresentedElsewhere);
    }

    [Fact]
    public void R32_Nothing_was_presented_before_the_internship()
    {
        var dossier = Started();
        Assert.Equal(["internship.presentation-before-internship"], dossier.File.RecordPresentation(Noon(new DateOnly(1900, 1, 1)), false, Dossier.Dean, dossier.Now).Codes());
        Assert.Equal(["internship.presentation-before-internship"], dossier.File.RecordPresentation(Noon(Monday.AddDays(-1)), false, Dossier.Dean, dossier.Now).Codes());
    }

    [Fact]
    public void R32_There_is_nothing_to_present_before_the_internship_has_begun() =>
        Assert.Equal(["internship.not-started"], new Dossier().Approved() is { } dossier ? dossier.File.RecordPresentation(dossier.Now, false, Dossier.Dean, dossier.Now).Codes() : []);

    [Fact]
    public void R32_Presenting_is_no_condition_of_completion()
    {
        var dossier = new Dossier().Approved();
        Assert.Null(dossier.LogWeeks(4).Refusal);
        Assert.IsType<InternshipCompleted>(dossier.Report().Value);
        Assert.Null(dossier.File.PresentedAt);
        Assert.Equal(InternshipStatus.Completed, dossier.File.RecordPresentation(dossier.Now, false, Dossier.Dean, dossier.Now).Value.Status);
    }

    private static Dossier Started()
    {
        var dossier = new Dossier().Approved().On(Monday);
        Assert.Null(dossier.Log((Monday, 480)).Refusal);
        return dossier;
    }

    private static Reader In(TeamPart part) => new() { Parts = new HashSet<TeamPart> { part } };

    private static DateTimeOffset Noon(DateOnly day) => new(day, new TimeOnly(11, 0), TimeSpan.Zero);
}
