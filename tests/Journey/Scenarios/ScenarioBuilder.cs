using System.Text.Json.Nodes;
using Metropool.Journey.Clients;
using Metropool.Journey.Gateway;
using Metropool.Journey.SignIn;
using Metropool.Journey.Steps;

namespace Metropool.Journey.Scenarios;

/// <summary>Creates the accounts of a journey, and divides the participants into groups.</summary>
internal sealed class ScenarioBuilder(JourneyOptions options, StepRunner runner)
{
    // The roles as in the API, and the display names of their accounts.
    private static readonly (string Role, string Name)[] Roles =
        [("dean", "Decaan"), ("programmeManager", "Opleidingsmanager"), ("projectManager", "Projectmanager"), ("trainer", "Trainer")];

    private readonly OpenIdProvider _provider = new(runner.Gateway);

    /// <summary>Creates accounts for the staff, the participants, one absentee and the candidates who don't become participants.</summary>
    /// <exception cref="JourneyException">The edition is invalid or not suitable for a demonstration.</exception>
    public async Task<Scenario> BuildAsync(JsonObject edition, CancellationToken cancellationToken)
    {
        var users = await DemoUsers.ReadAsync(options.DemoUsersFile, cancellationToken);
        var calendar = await PlanAsync(edition, users, cancellationToken);
        var administrator = Person(users.Administrator);
        Scenario? scenario = null;
        await runner.RunAsync(
            "Accounts created",
            (options.Groups * Roles.Length) + options.Participants + 1 + (HasReplacements(calendar) ? Replacements.ExtraCandidates : 0),
            async (reportDone, token) =>
            {
                var employers = EmployersOf(users);
                var name = (string?)edition["name"] ?? "";
                var cohorts = await CohortsAsync(name, administrator, employers, HasReplacements(calendar), reportDone, token);
                scenario = new Scenario(calendar, new ProgrammeTimeClient(runner.Gateway, administrator), administrator, employers, cohorts);
            },
            cancellationToken);
        return scenario!;
    }

    private async Task<Calendar> PlanAsync(JsonObject edition, DemoUsers users, CancellationToken cancellationToken)
    {
        try
        {
            // The first group has one more candidate, who misses module 1.
            return Calendar.Of(edition, Math.Min(options.Participants, options.MaxGroupSize) + 1);
        }
        catch (InvalidEditionException exception)
        {
            throw await EditionFile.ExplainAsync(edition, exception, runner.Gateway, Person(users.Staff), cancellationToken);
        }
    }

    // Replacements require a second intake day for the successor, and interview slots for the extra candidates.
    private bool HasReplacements(Calendar calendar) =>
        GroupSize(0) is >= Replacements.MinGroupSize and var size
        && calendar.IntakeDays.Count > 1
        && size + 1 + Replacements.ExtraCandidates <= calendar.IntakeDays.Count * Calendar.InterviewsPerDay;

    private int GroupSize(int group) => (options.Participants / options.Groups) + (group < options.Participants % options.Groups ? 1 : 0);

    private async Task<IReadOnlyList<Cohort>> CohortsAsync(
        string editionName, Session administrator, List<Employer> employers, bool hasReplacements, Action<int> reportDone, CancellationToken cancellationToken)
    {
        var groups = options.Groups;
        var team = new List<IReadOnlyList<StaffMember>>();
        foreach (var (role, name) in Roles)
        {
            var people = await CreatePeopleAsync(administrator, groups, name, ["staff"], cancellationToken);
            team.Add([.. people.Select(person => new StaffMember(person.PersonId, role, Session(person)))]);
            reportDone(people.Count);
        }

        var run = $"{DateTimeOffset.Now:yyyy-MM-dd HH:mm:ss}";
        var cohorts = new List<Cohort>();
        for (var group = 0; group < groups; group++)
        {
            var size = GroupSize(group);
            // The absentee and the replacements are in the first group only.
            var absentees = group == 0 ? 1 : 0;
            var extra = group == 0 && hasReplacements ? Replacements.ExtraCandidates : 0;
            var prefix = groups == 1 ? "Deelnemer" : $"Deelnemer groep {group + 1},";
            var people = await CreatePeopleAsync(administrator, size + absentees + extra, prefix, [], cancellationToken);
            var participants = people.Select((person, i) => NewParticipant(person, EmployerOf(i))).ToList();
            var cohort = new Cohort($"{editionName} (demo {run}, groep {group + 1})", team[0][group], team[1][group], team[2][group], team[3][group])
            {
                Participants = participants.GetRange(0, size),
                Absentee = absentees == 0 ? null : participants[size],
                Replacements = extra == 0
                    ? null
                    : new Replacements(participants[^3], participants[^2], participants[^1], participants[size - 1], participants[size - 2]),
            };
            AssignSlots(cohort, participants);

            cohorts.Add(cohort);
            reportDone(people.Count);

            // The candidate who withdraws early has the employer of the last participant, the successor.
            Employer EmployerOf(int index) => employers[(index == size + absentees ? size - 1 : index) % employers.Count];
        }

        return cohorts;
    }

    private static void AssignSlots(Cohort cohort, List<Participant> participants)
    {
        foreach (var (index, participant) in participants.Index())
        {
            (participant.Cohort, participant.Index) = (cohort, index);
        }

        foreach (var (slot, candidate) in cohort.Candidates.Index())
        {
            candidate.IntakeSlot = slot;
        }

        // The successor has the last slot, and not on the first day, when the candidate withdraws.
        if (cohort.Replacements is { } replacements)
        {
            replacements.Successor.IntakeSlot = Math.Max(cohort.Candidates.Count, Calendar.InterviewsPerDay);
        }
    }

    private List<Employer> EmployersOf(DemoUsers users) => [.. users.Clients.Select(client => new Employer(
        client.OrganisationId,
        client.Name,
        Person(users.Users.FirstOrDefault(user => user.OrganisationId == client.OrganisationId)
            ?? throw new JourneyException($"{client.Name} has no contact in the demo users file.")),
        new ClientSession(runner.Gateway, _provider, client)))];

    private async Task<IReadOnlyList<DemoPerson>> CreatePeopleAsync(
        Session administrator, int count, string prefix, string[] roles, CancellationToken cancellationToken) =>
        // If the response is lost, so are the passwords. Then other accounts are created, and the first ones stay unused.
        await runner.Gateway.PostForSecretAsync<DemoPerson[]>(
            administrator, "identity/v1/development/people", new { count, prefix, roles }, cancellationToken);

    private Participant NewParticipant(DemoPerson person, Employer employer) =>
        new(person.PersonId, person.UserName, person.DisplayName, Session(person), employer);

    private PersonSession Person(DemoUser user) => new(runner.Gateway, _provider, user.UserName, user.Password);

    private PersonSession Session(DemoPerson person) => new(runner.Gateway, _provider, person.UserName, person.Password);
}
