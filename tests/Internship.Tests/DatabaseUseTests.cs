using Metropool.Contracts.Scheduling;
using Metropool.Internship.Checklists;
using Metropool.Internship.Hours;
using Metropool.Internship.Internships;
using Metropool.Internship.Reports;
using Metropool.Testing;

namespace Metropool.Internship.Tests;

/// <summary>The database use of every GET request.</summary>
public sealed class DatabaseUseTests(InternshipFixture fixture) : DatabaseUseTests<Program>(fixture)
{
    private readonly InternshipFixture _fixture = fixture;
    private Scenario _scenario = null!;
    private IReadOnlyList<DayRequest> _days = null!;
    private int _added;

    protected override async Task<IReadOnlyCollection<MeasuredRequest>> AddFewAsync()
    {
        _scenario = await Scenario.CreateAsync(_fixture);
        var placement = await _scenario.ProposeAndApproveAsync();
        _scenario.MoveTimeTo(placement.Periods[^1].Until);
        _days = Scenario.EightHoursOn(placement);
        await AddAsync(Few);
        var (participant, dean) = (_scenario.Participant, _scenario.Dean);
        return
        [
            new("GetProgrammeTime", participant, "/internship/v1/programme-time", Children.None),
            new("ListInternships", dean, $"/internship/v1/internships?editionId={_scenario.Edition.EditionId}") { Unreturned = 3 * Many },
            new("ListMyInternships", participant, "/internship/v1/internships/mine") { Unreturned = 3 * Many },
            new("GetInternship", dean, _scenario.Path) { Unreturned = 4 * Many },
            new("GetHours", participant, $"{_scenario.Path}/hours") { Unreturned = 2 * Many },
            new("GetReport", participant, $"{_scenario.Path}/report") { Unreturned = 2 * Many },
            new("GetReportVersion", participant, $"{_scenario.Path}/report/versions/1", Children.None),
            new("ListChecklistItems", participant, $"{_scenario.Path}/checklist"),
        ];
    }

    protected override Task AddManyAsync() => AddAsync(Many);

    private async Task AddAsync(int count)
    {
        await _scenario.LogAsync([.. _days.Skip(_added).Take(count)]).Succeeds();
        for (var i = 0; i < count; i++)
        {
            _added++;
            await _scenario.WriteReportAsync($"Onderzoek {_added}.", "Wat ik over mezelf leerde.").Succeeds();
            await _scenario.SubmitReportAsync().Succeeds();
            await _scenario.Dean.Post($"{_scenario.Path}/report/comments", new CommentRequest("Mooi.")).Succeeds();
            await AddInternshipAsync();
        }

        var numbers = Enumerable.Range(1, _added).ToList();
        await _scenario.StateEmploymentAsync([.. numbers.Select(number => new FormerEmployerRequest($"Gemeente {number}"))]).Succeeds();
        await _scenario.Participant.Put($"{_scenario.Path}/checklist", new ChecklistRequest(
            [.. numbers.Select(number => new ChecklistItemRequest(ChecklistSubject.Other, ChecklistState.Open, $"Punt {number}"))])).Succeeds();
        await PublishParticipationAsync();
    }

    /// <summary>Adds an internship of the same participant in the same edition.</summary>
    private Task AddInternshipAsync()
    {
        var (editionId, personId) = (_scenario.Edition.EditionId, _scenario.Participation.PersonId);
        return _fixture.HandledAsync(Some.Participation(editionId, personId));
    }

    /// <summary>Publishes the participation with as many employers and pauses.</summary>
    private Task PublishParticipationAsync() => _fixture.HandledAsync(_scenario.Participation with
    {
        Version = _scenario.Participation.Version + _added,
        Employers = [.. EarlierDays().Select(day => Some.Employer() with { From = day, Until = day })],
        Pauses = [.. EarlierDays().Select(day => new PausePeriod { From = day, Until = day })],
    });

    private IEnumerable<DateOnly> EarlierDays() => Enumerable.Range(1, _added).Select(number => new DateOnly(2015, 1, number));
}
