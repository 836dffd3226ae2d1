using Metropool.Journey.Gateway;

namespace Metropool.Journey.Clients;

/// <summary>The requests to Internship.</summary>
internal sealed class InternshipClient(GatewayClient gateway)
{
    private const string Base = "internship/v1/internships";

    public Task<IReadOnlyList<InternshipResponse>> ListAsync(Session session, Guid edition, CancellationToken cancellationToken) =>
        gateway.ListAsync<InternshipResponse>(session, $"{Base}?editionId={edition}", cancellationToken);

    public Task StateEmploymentAsync(Session session, Guid internship, IEnumerable<string> formerEmployers, CancellationToken cancellationToken) =>
        gateway.PutAsync<NoContent>(
            session,
            $"{Base}/{internship}/employment-history",
            new { formerEmployers = formerEmployers.Select(name => new { name }) },
            cancellationToken,
            versionPath: $"{Base}/{internship}");

    public Task ProposeAsync(Session session, Guid internship, PlacementRequest placement, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(
            session,
            $"{Base}/{internship}/placement",
            placement,
            cancellationToken);

    /// <summary>Approves the current placement proposal.</summary>
    public async Task ApproveAsync(Session session, Guid internship, CancellationToken cancellationToken)
    {
        var placementId = (await DetailsAsync(session, internship, cancellationToken)).Proposal?.Id;
        await gateway.PostAsync<NoContent>(
            session,
            $"{Base}/{internship}/approval",
            new { placementId },
            cancellationToken);
    }

    /// <summary>Logs days. It can be repeated.</summary>
    public Task LogAsync(Session session, Guid internship, IEnumerable<WorkedDay> days, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(session, $"{Base}/{internship}/hours", new { days }, cancellationToken);

    public Task WriteReportAsync(Session session, Guid internship, string research, string reflection, CancellationToken cancellationToken) =>
        gateway.PutAsync<NoContent>(session, $"{Base}/{internship}/report", new { research, reflection, confidential = false }, cancellationToken);

    public Task SubmitReportAsync(Session session, Guid internship, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(
            session,
            $"{Base}/{internship}/report/submission",
            null,
            cancellationToken);

    /// <summary>Records the presentation. It can be repeated.</summary>
    public Task RecordPresentationAsync(Session session, Guid internship, DateTimeOffset presentedAt, CancellationToken cancellationToken) =>
        gateway.PostAsync<NoContent>(session, $"{Base}/{internship}/presentation", new { presentedAt }, cancellationToken);

    private Task<InternshipDetailsResponse> DetailsAsync(Session session, Guid internship, CancellationToken cancellationToken) =>
        gateway.GetAsync<InternshipDetailsResponse>(session, $"{Base}/{internship}", cancellationToken);
}

/// <summary>The details of an internship, as far as the journey uses them.</summary>
internal sealed record InternshipDetailsResponse(InternshipResponse Summary, PlacementResponse? Proposal);

/// <summary>A placement, as far as the journey uses it.</summary>
internal sealed record PlacementResponse(Guid Id);

/// <summary>An internship.</summary>
internal sealed record InternshipResponse(
    Guid Id, Guid PersonId, string Status, int LoggedMinutes, DateTimeOffset? ReportSubmittedAt, DateTimeOffset? PresentedAt, bool IncludedInAssessment);

/// <summary>A placement proposal.</summary>
internal sealed record PlacementRequest(
    PlacementHost HostOrganisation,
    IReadOnlyList<PlacementPeriod> Periods,
    string Motivation,
    LearningLines LearningGoals,
    string ResearchQuestion,
    PlacementSupervisor Supervisor);

/// <summary>A host organisation.</summary>
internal sealed record PlacementHost(string Name, string Country, string Kind);

/// <summary>A period at the host organisation.</summary>
internal sealed record PlacementPeriod(DateOnly From, DateOnly Until, int HoursPerWeek);

/// <summary>The supervisor at the host organisation.</summary>
internal sealed record PlacementSupervisor(string Name);

/// <summary>A day at the host organisation.</summary>
internal sealed record WorkedDay(DateOnly Date, int Minutes);
