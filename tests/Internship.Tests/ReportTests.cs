using System.Net;
using Metropool.Contracts.Internship;
using Metropool.Internship.Hours;
using Metropool.Internship.Internships;
using Metropool.Internship.Reports;
using Metropool.Testing;

namespace Metropool.Internship.Tests;

/// <summary>The report and the presentation of an internship over HTTP.</summary>
public sealed class ReportTests(InternshipFixture fixture)
{
    [Fact]
    public async Task R30_An_extension_is_kept_with_its_reason()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var placement = await scenario.ProposeAndApproveAsync();
        var due = placement.Periods[0].Until.AddDays(28);
        await scenario.ProgrammeManager.Post($"{scenario.Path}/report/extension", new ExtensionRequest(due, "Te weinig"))
            .Refused(HttpStatusCode.Conflict, "internship.not-an-extension");
        await scenario.ProgrammeManager.Post($"{scenario.Path}/report/extension", new ExtensionRequest(due.AddDays(14), "Verbouwing")).Succeeds();

        var detail = await scenario.GetAsync();
        Assert.Equal(due.AddDays(14), detail.Summary.ReportDueOn);
        Assert.Equal("Verbouwing", Assert.Single(detail.Extensions!).Reason);
    }

    [Theory]
    [InlineData("\u200B")]
    [InlineData("\u00AD")]
    [InlineData("\u2800")]
    [InlineData("\u3164")]
    [InlineData("\uFE0F")]
    public async Task R30_A_report_with_invisible_texts_is_not_submitted(string nothing)
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.LogAllHoursAsync(await scenario.ProposeAndApproveAsync());
        await scenario.WriteReportAsync(nothing, nothing).Succeeds();

        var problem = await scenario.SubmitReportAsync().Refused(HttpStatusCode.BadRequest, "internship.report-incomplete");

        Assert.Equal(["internship.research-missing", "internship.reflection-missing"], problem.Codes);
        Assert.Equal(InternshipStatus.Started, (await scenario.GetAsync()).Summary.Status);
    }

    [Fact]
    public async Task R30_Every_submitted_version_can_be_read()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        var placement = await scenario.ProposeAndApproveAsync();
        scenario.MoveTimeTo(placement.Periods[0].From);
        await scenario.SubmitReportAsync().Refused(HttpStatusCode.Conflict, "internship.not-started");
        await scenario.LogAsync(new DayRequest(placement.Periods[0].From, 480)).Succeeds();
        await scenario.WriteReportAsync("Eerste").Succeeds();
        var problem = await scenario.SubmitReportAsync().Refused(HttpStatusCode.BadRequest, "internship.report-incomplete");
        Assert.Equal(["internship.reflection-missing"], problem.Codes);

        foreach (var research in new[] { "Eerste", "Tweede" })
        {
            await scenario.WriteReportAsync(research, "Reflectie").Succeeds();
            await scenario.SubmitReportAsync().Succeeds();
        }

        Assert.Equal("Eerste", (await scenario.Dean.Get($"{scenario.Path}/report/versions/1").Read<ReportVersionDetail>()).Research);
        Assert.Equal("Tweede", (await scenario.ReportAsync(scenario.Dean)).Latest?.Research);
        await scenario.Dean.Get($"{scenario.Path}/report/versions/3").Refused(HttpStatusCode.NotFound, "internship.report-version-unknown");
    }

    [Fact]
    public async Task R32_A_presentation_is_recorded_and_published()
    {
        var scenario = await Scenario.CreateAsync(fixture);
        await scenario.LogAllHoursAsync(await scenario.ProposeAndApproveAsync());
        var at = fixture.Clock.GetUtcNow().AddHours(-1);

        await scenario.ProgrammeManager.Post($"{scenario.Path}/presentation", new PresentationRequest(at, Elsewhere: true)).Succeeds();

        await fixture.Events.PublishedAsync<InternshipChanged>(e => e.InternshipId == scenario.Id && e.PresentedAt == at);
        var presentation = (await scenario.GetAsync()).Presentation;
        Assert.Equal((at, true), (presentation?.PresentedAt, presentation?.Elsewhere));
    }
}
