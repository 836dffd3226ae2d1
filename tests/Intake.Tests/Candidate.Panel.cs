namespace Metropool.Intake.Tests;

/// <summary>The interview, the judgement and the decision.</summary>
internal sealed partial record Candidate
{
    public static object Judgement(string note = "Past bij wat Metropool biedt.") =>
        new { learningWishes = new { fits = true, note }, motivation = new { fits = true, note }, capacities = new { fits = true, note } };

    /// <summary>Books the interview with a panel, by default dean and programme manager.</summary>
    public Task BookAsync(params IReadOnlyList<EditionTeamMember> panel) => PublishInterviewAsync(InterviewWith(panel));

    /// <summary>An interview on the first intake day.</summary>
    public InterviewChanged InterviewWith(params IReadOnlyList<EditionTeamMember> panel) => Some.Interview(
        InterviewKind.Intake,
        Scenario.EditionId,
        PersonId,
        panel.Count > 0 ? panel : [Scenario.Member(TeamRole.Dean), Scenario.Member(TeamRole.ProgrammeManager)],
        ApplicationId);

    /// <summary>Publishes a new version of the interview.</summary>
    public Task ChangeInterviewAsync(Func<InterviewChanged, InterviewChanged> change) =>
        PublishInterviewAsync(change(Interview!) with { InterviewId = Interview!.InterviewId, Version = Interview.Version + 1 });

    public Task ChangeInterviewAsync(InterviewStatus status) => ChangeInterviewAsync(interview => interview with { Status = status });

    /// <summary>Publishes a version of the interview, and waits until Intake has it.</summary>
    public async Task PublishInterviewAsync(InterviewChanged state)
    {
        Interview = state;
        await Intake.PublishAsync(state);
        await Eventually.TrueAsync(
            () => Intake.InDatabase(async db => await db.Interviews.FindAsync(state.InterviewId) is { } known && known.Version >= state.Version),
            $"version {state.Version} of the interview is known");
    }

    /// <summary>Has the interview booked, held and judged, and the judgement confirmed.</summary>
    public async Task InterviewAsync()
    {
        await BookAsync();
        await RecordHeldAsync(Scenario.Dean).OkAsync();
        await JudgeAsync(Scenario.Manager).OkAsync();
        await ConfirmAsync(Scenario.Dean).OkAsync();
    }

    public Task<HttpResponseMessage> RecordHeldAsync(HttpClient by, object? body = null) => by.PostAsync($"{Path}/interview/held", body ?? new { });

    public Task<HttpResponseMessage> JudgeAsync(HttpClient by, object? judgement = null) => by.PostAsync($"{Path}/judgement", judgement ?? Judgement());

    public Task<HttpResponseMessage> JudgeAsync(HttpClient by, string note) => JudgeAsync(by, Judgement(note));

    /// <summary>Confirms a judgement, by default the latest.</summary>
    public async Task<HttpResponseMessage> ConfirmAsync(HttpClient by, object? body = null) =>
        await by.PostAsync($"{Path}/judgement/confirmation", body ?? new { judgementId = await JudgementIdAsync() });

    public async Task<Guid> JudgementIdAsync() => (await ReadAsync()).Id("judgements.0.judgementId");

    public Task<HttpResponseMessage> DecideAsync(HttpClient by, string outcome, string reason = "Na het gesprek.") =>
        by.PostAsync($"{Path}/decision", new { outcome, reason });

    public Task<HttpResponseMessage> ReviseAsync(HttpClient by, string outcome, string reason = "Na een tweede lezing.") =>
        by.PostAsync($"{Path}/decision/revision", new { outcome, reason });

    public Task<HttpResponseMessage> DeclareConflictAsync(HttpClient by, Guid personId) => by.PostAsync($"{Path}/conflicts-of-interest", new { personId });

    public Task<HttpResponseMessage> WithdrawConflictAsync(HttpClient by, Guid personId) =>
        by.DeleteAsync(new Uri($"{Path}/conflicts-of-interest/{personId}", UriKind.Relative), TestContext.Current.CancellationToken);
}
