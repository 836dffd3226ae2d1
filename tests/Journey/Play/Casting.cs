using System.Text.Json.Nodes;
using Metropool.Journey.Clients;
using Metropool.Journey.Gateway;
using Metropool.Journey.SignIn;

namespace Metropool.Journey.Play;

/// <summary>Makes the accounts of everybody who takes part, and spreads the participants over editions.</summary>
internal sealed class Casting(JourneyOptions options, Stage stage)
{
    // As the API writes them, and as the accounts are called.
    private static readonly (string Part, string Name)[] Parts =
        [("dean", "Decaan"), ("programmeManager", "Opleidingsmanager"), ("projectManager", "Projectmanager"), ("trainer", "Trainer")];

    private readonly OpenIdProvider _provider = new(stage.Gateway);

    /// <summary>Accounts for the staff of every edition and for every participant, one more who will miss module 1, and those who withdraw or are turned down.</summary>
    /// <exception cref="JourneyException">The demonstration can't play this edition; says what is wrong with it.</exception>
    public async Task<World> CastAsync(JsonObject edition, CancellationToken cancellationToken)
    {
        var users = await DemoUsers.ReadAsync(options.DemoUsersFile, cancellationToken);
        var calendar = await PlanAsync(edition, users, cancellationToken);
        var administrator = Person(users.Administrator);
        World? world = null;
        await stage.StepAsync(
            "Accounts",
            (options.Groups * Parts.Length) + options.Participants + 1 + (HasTurns(calendar) ? Turns.More : 0),
            async (done, token) =>
            {
                var employers = EmployersOf(users);
                var cohorts = await CohortsAsync((string?)edition["name"] ?? "", administrator, employers, HasTurns(calendar), done, token);
                world = new World(calendar, new ProgrammeTime(stage.Gateway, administrator), administrator, employers, cohorts);
            },
            cancellationToken);
        return world!;
    }

    private async Task<Calendar> PlanAsync(JsonObject edition, DemoUsers users, CancellationToken cancellationToken)
    {
        try
        {
            // With the one who misses module 1.
            return Calendar.Of(edition, Math.Min(options.Participants, options.LargestGroup) + 1);
        }
        catch (CalendarException unplanned)
        {
            throw await EditionFile.ComplaintAsync(edition, unplanned, stage.Gateway, Person(users.Staff), cancellationToken);
        }
    }

    // They need a second intake day for the successor, and slots for who doesn't take part in the end.
    private bool HasTurns(Calendar calendar) =>
        SizeOf(0) is >= Turns.SmallestGroup and var size && calendar.IntakeDays.Count > 1 && size + 1 + Turns.More <= calendar.IntakeDays.Count * Calendar.InterviewsPerDay;

    private int SizeOf(int group) => (options.Participants / options.Groups) + (group < options.Participants % options.Groups ? 1 : 0);

    private async Task<IReadOnlyList<Cohort>> CohortsAsync(
        string editionName, Session administrator, List<Employer> employers, bool hasTurns, Action<int> done, CancellationToken cancellationToken)
    {
        var groups = options.Groups;
        var team = new List<IReadOnlyList<StaffMember>>();
        foreach (var (part, name) in Parts)
        {
            var people = await PeopleAsync(administrator, groups, name, ["staff"], cancellationToken);
            team.Add([.. people.Select(person => new StaffMember(person.PersonId, part, Session(person)))]);
            done(people.Count);
        }

        var run = $"{DateTimeOffset.Now:yyyy-MM-dd HH:mm:ss}";
        var cohorts = new List<Cohort>();
        for (var group = 0; group < groups; group++)
        {
            var size = SizeOf(group);
            // The one who misses module 1 is in the first group only.
            var absentees = group == 0 ? 1 : 0;
            var more = group == 0 && hasTurns ? Turns.More : 0;
            var people = await PeopleAsync(administrator, size + absentees + more, groups == 1 ? "Deelnemer" : $"Deelnemer groep {group + 1},", [], cancellationToken);
            // Who leaves early has the employer of the last participant, who succeeds.
            var participants = people.Select((person, i) => new Participant(person.PersonId, person.UserName, person.DisplayName, Session(person), employers[(i == size + absentees ? size - 1 : i) % employers.Count])).ToList();
            var cohort = new Cohort($"{editionName} (demo {run}, groep {group + 1})", team[0][group], team[1][group], team[2][group], team[3][group])
            {
                Participants = participants.GetRange(0, size),
                Absentee = absentees == 0 ? null : participants[size],
                Turns = more == 0 ? null : new Turns(participants[^3], participants[^2], participants[^1], participants[size - 1], participants[size - 2]),
            };
            Seat(cohort, participants);

            cohorts.Add(cohort);
            done(people.Count);
        }

        return cohorts;
    }

    private static void Seat(Cohort cohort, List<Participant> participants)
    {
        foreach (var (place, participant) in participants.Index())
        {
            (participant.Cohort, participant.Place) = (cohort, place);
        }

        foreach (var (slot, candidate) in cohort.Candidates.Index())
        {
            candidate.IntakeSlot = slot;
        }

        // The last, and on another day than who left.
        if (cohort.Turns is { } turns)
        {
            turns.Successor.IntakeSlot = Math.Max(cohort.Candidates.Count, Calendar.InterviewsPerDay);
        }
    }

    private List<Employer> EmployersOf(DemoUsers users) => [.. users.Clients.Select(client => new Employer(
        client.OrganisationId,
        client.Name,
        Person(users.Users.FirstOrDefault(user => user.OrganisationId == client.OrganisationId)
            ?? throw new JourneyException($"{client.Name} has no contact person in the demo users file.")),
        new ClientSession(stage.Gateway, _provider, client)))];

    private async Task<IReadOnlyList<DemoPerson>> PeopleAsync(Session administrator, int count, string prefix, string[] roles, CancellationToken cancellationToken) =>
        // If the answer is lost, so are the passwords: others are made, and the first ones stay unused.
        await stage.Gateway.PostForSecretAsync<DemoPerson[]>(administrator, "identity/v1/development/people", new { count, prefix, roles }, cancellationToken);

    private PersonSession Person(DemoUser user) => new(stage.Gateway, _provider, user.UserName, user.Password);

    private PersonSession Session(DemoPerson person) => new(stage.Gateway, _provider, person.UserName, person.Password);
}
