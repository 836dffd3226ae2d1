using System.Globalization;
using Metropool.Internship.Placements;
using static Metropool.Internship.Tests.Rules.InternshipFileBuilder;

namespace Metropool.Internship.Tests.Rules;

/// <summary>R25: planned time, four weeks and 160 hours.</summary>
public sealed class WorkingTimeTests
{
    [Theory]
    [InlineData(2024, "2024-01-01 2024-04-01 2024-04-27 2024-05-09 2024-05-20 2024-12-25 2024-12-26")]
    [InlineData(2025, "2025-01-01 2025-04-21 2025-04-26 2025-05-05 2025-05-29 2025-06-09 2025-12-25 2025-12-26")]
    [InlineData(2026, "2026-01-01 2026-04-06 2026-04-27 2026-05-14 2026-05-25 2026-12-25 2026-12-26")]
    [InlineData(2027, "2027-01-01 2027-03-29 2027-04-27 2027-05-06 2027-05-17 2027-12-25 2027-12-26")]
    [InlineData(2030, "2030-01-01 2030-04-22 2030-04-27 2030-05-05 2030-05-30 2030-06-10 2030-12-25 2030-12-26")]
    [InlineData(2038, "2038-01-01 2038-04-26 2038-04-27 2038-06-03 2038-06-14 2038-12-25 2038-12-26")]
    public void R25_Public_holidays_of_the_Netherlands_are_computed(int year, string holidays) =>
        Assert.Equal(holidays, string.Join(' ', DutchHolidays.Of(year).Select(holiday => $"{holiday.Date:yyyy-MM-dd}")));

    [Fact]
    public void R25_Four_weeks_of_forty_hours_are_enough()
    {
        var plan = WorkPlan.Of([Weeks(4)], "NL", []);
        Assert.Equal((9600, 4m), (plan.Minutes, plan.Weeks));
        Assert.Empty(PlacementRules.CheckDuration(plan));
    }

    [Fact]
    public void R25_Four_weeks_can_begin_on_any_weekday()
    {
        var wednesday = Monday.AddDays(2);
        Assert.Empty(PlacementRules.CheckDuration(WorkPlan.Of([Period(wednesday, wednesday.AddDays(27))], "NL", [])));
    }

    [Fact]
    public void R25_A_hundred_and_sixty_hours_in_less_than_four_weeks_are_not_enough() =>
        Assert.Equal(["internship.too-few-weeks"], PlacementRules.CheckDuration(WorkPlan.Of([Weeks(3, 60)], "NL", [])).Select(f => f.Code));

    [Fact]
    public void R25_Four_weeks_of_less_than_a_hundred_and_sixty_hours_are_not_enough() =>
        Assert.Equal(["internship.too-few-hours"], PlacementRules.CheckDuration(WorkPlan.Of([Weeks(4, 39)], "NL", [])).Select(f => f.Code));

    [Fact]
    public void R25_Both_faults_are_named() =>
        Assert.Equal(
            ["internship.too-few-weeks", "internship.too-few-hours"],
            PlacementRules.CheckDuration(WorkPlan.Of([Weeks(3)], "NL", [])).Select(fault => fault.Code));

    [Fact]
    public void R25_A_public_holiday_needs_another_day()
    {
        // Ascension Day 2027 is 6 May, in the first of these weeks.
        var from = new DateOnly(2027, 5, 3);
        var fourWeeks = WorkPlan.Of([Weeks(4, from: from)], "NL", []);
        Assert.Equal(["2027-05-06", "2027-05-17"], fourWeeks.Holidays.Select(holiday => $"{holiday.Date:yyyy-MM-dd}"));
        var fault = Assert.Single(PlacementRules.CheckDuration(fourWeeks));
        Assert.Equal("internship.too-few-hours", fault.Code);
        Assert.Contains("2027-05-06, 2027-05-17", fault.Detail, StringComparison.Ordinal);

        Assert.Empty(PlacementRules.CheckDuration(WorkPlan.Of([Period(from, from.AddDays(29))], "NL", [])));
    }

    [Fact]
    public void R25_A_holiday_does_not_shorten_the_week_that_it_is_in() =>
        Assert.Equal(4m, WorkPlan.Of([Weeks(4, from: new DateOnly(2027, 5, 3))], "NL", []).Weeks);

    [Fact]
    public void R25_Dutch_holidays_do_not_apply_to_a_foreign_host()
    {
        var period = Weeks(4, from: new DateOnly(2027, 5, 3));
        Assert.Equal(9600, WorkPlan.Of([period], "PT", []).Minutes);
        Assert.Equal(9600 - 480, WorkPlan.Of([period], "PT", [new DateOnly(2027, 5, 27)]).Minutes);
    }

    [Fact]
    public void R25_A_thirty_five_hour_week_needs_more_days()
    {
        Assert.Equal(["internship.too-few-hours"], PlacementRules.CheckDuration(WorkPlan.Of([Weeks(4, 35)], "PT", [])).Select(f => f.Code));

        // 160 hours of 7 a day are 22.9 days.
        Assert.NotEmpty(PlacementRules.CheckDuration(WorkPlan.Of([Period(Monday, Monday.AddDays(29), 35)], "PT", [])));
        Assert.Empty(PlacementRules.CheckDuration(WorkPlan.Of([Period(Monday, Monday.AddDays(30), 35)], "PT", [])));
    }

    [Fact]
    public void R25_A_holiday_on_a_day_off_takes_no_hours_off()
    {
        // Monday to Wednesday, 8 hours a day; Ascension Day is a Thursday, Whit Monday isn't.
        var period = Period(new DateOnly(2027, 5, 3), new DateOnly(2027, 5, 30), 24, DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday);
        Assert.Equal(11 * 480, WorkPlan.Of([period], "NL", []).Minutes);
    }

    [Theory]
    [InlineData("2027-02-25", 4, DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday)]
    [InlineData("2027-02-24", 4, DayOfWeek.Monday, DayOfWeek.Wednesday)]
    [InlineData("2027-02-21", 3, DayOfWeek.Saturday, DayOfWeek.Sunday)]
    public void R25_A_week_has_as_many_days_as_the_period_has_weekdays(string until, int weeks, params DayOfWeek[] weekdays) =>
        Assert.Equal(weeks, WorkPlan.Of([Period(Monday, DateOnly.Parse(until, CultureInfo.InvariantCulture), 24, weekdays)], "NL", []).Weeks);

    [Fact]
    public void R25_Thirds_of_a_week_add_up()
    {
        DayOfWeek[] days = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday];
        PlacementPeriod[] periods = [Period(Monday, Monday.AddDays(8), 24, days), Period(Monday.AddDays(9), Monday.AddDays(27), 24, days)];
        Assert.Equal(4m, WorkPlan.Of(periods, "NL", []).Weeks);
    }

    [Fact]
    public void R25_Only_weeks_with_logged_hours_count()
    {
        PlacementPeriod[] periods = [Weeks(5)];
        DateOnly[] days = [Monday, Monday.AddDays(9), Monday.AddDays(16), Monday.AddDays(32)];
        Assert.Equal(4m, WorkPlan.LoggedWeeks(periods, days));
        Assert.Equal(3m, WorkPlan.LoggedWeeks(periods, days[..3]));
    }
}
