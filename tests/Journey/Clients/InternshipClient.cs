using Metropool.Journey.Gateway;

namespace Metropool.Journey.Clients;

/// <summary>What a client asks of Internship.</summary>
internal sealed class InternshipClient(GatewayClient gateway)
{
    private const string Base = "internship/v1/internships";

    public Task<IReadOnlyList<InternshipAnswer>> ListAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.ListAsync<InternshipAnswer>(session, $"{Base}?editionId={edition}", cancellationToken);

    public Task StateEmploymentAsync(Session session, Guid internship, IEnumerable<string> formerEmployers, CancellationToken cancellationToken) =>
        gateway.PutAsync<Nothing>(
            session,
            $"{Base}/{internship}/employment-history",
            new { formerEmployers = formerEmployers.Select(name => new { name }) },
            cancellationToken,
            shownAt: $"{Base}/{internship}");

    public Task ProposeAsync(Session session, Guid internship, PlacementText placement, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(
            session,
            $"{Base}/{internship}/placement",
            placement,
            cancellationToken);

    /// <summary>Approves the placement that is proposed now.</summary>
    public async Task ApproveAsync(Session session, Guid internship, CancellationToken cancellationToken)
    {
        var placementId = (await StateAsync(session, internship, cancellationToken)).Proposal?.Id;
        await gateway.PostAsync<Nothing>(
            session,
            $"{Base}/{internship}/approval",
            new { placementId },
            cancellationToken);
    }

    /// <summary>Logs days; the same day again is the same.</summary>
    public Task LogAsync(Session session, Guid internship, IEnumerable<WorkedDay> days, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(session, $"{Base}/{internship}/hours", new { days }, cancellationToken);

    public Task WriteReportAsync(Session session, Guid internship, string research, string reflection, CancellationToken cancellationToken) =>
        gateway.PutAsync<Nothing>(session, $"{Base}/{internship}/report", new { research, reflection, confidential = false }, cancellationToken);

    public Task SubmitReportAsync(Session session, Guid internship, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(
            session,
            $"{Base}/{internship}/report/submission",
            null,
            cancellationToken);

    /// <summary>Records that a participant presented; the same again is the same.</summary>
    public Task RecordPresentationAsync(Session session, Guid internship, DateTimeOffset presentedAt, CancellationToken cancellationToken) =>
        gateway.PostAsync<Nothing>(session, $"{Base}/{internship}/presentation", new { presentedAt }, cancellationToken);

    private Task<InternshipState> StateAsync(Session session, Guid internship, CancellationToken cancellationToken) =>
        gateway.GetAsync<InternshipState>(session, $"{Base}/{internship}", cancellationToken);
}

/// <summary>An internship in full; only its summary and what awaits the dean are asked for here.</summary>
internal sealed record InternshipState(InternshipAnswer Summary, PlacementAnswer? Proposal);

/// <summary>A placement; only which it is is asked for here.</summary>
internal sealed record PlacementAnswer(Guid Id);

/// <summary>Where an internship stands.</summary>
internal sealed record InternshipAnswer(
    Guid Id, Guid PersonId, string Status, int LoggedMinutes, DateTimeOffset? ReportSubmittedAt, DateTimeOffset? PresentedAt, bool TakenOver);

/// <summary>A placement as it is proposed.</summary>
internal sealed record PlacementText(
    HostText HostOrganisation, IReadOnlyList<PeriodText> Periods, string Motivation, LearningLines LearningGoals, string ResearchQuestion, SupervisorText Supervisor);

/// <summary>A host organisation.</summary>
internal sealed record HostText(string Name, string Country, string Kind);

/// <summary>Days at the host organisation.</summary>
internal sealed record PeriodText(DateOnly From, DateOnly Until, int HoursPerWeek);

/// <summary>Who looks after the participant there.</summary>
internal sealed record SupervisorText(string Name);

/// <summary>A day at the host organisation.</summary>
internal sealed record WorkedDay(DateOnly Date, int Minutes);
