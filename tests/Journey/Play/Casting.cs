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

    /// <summary>Accounts for the staff of every edition and for every participant, and one more who will miss module 1.</summary>
    /// <exception cref="JourneyException">The demonstration can't play this edition; says what is wrong with it.</exception>
    public async Task<World> CastAsync(JsonObject edition, CancellationToken cancellationToken)
    {
        var users = await DemoUsers.ReadAsync(options.DemoUsersFile, cancellationToken);
        var calendar = await PlanAsync(edition, users, cancellationToken);
        var administrator = Person(users.Administrator);
        World? world = null;
        await stage.StepAsync(
            "Accounts",
            (options.Groups * Parts.Length) + options.Participants + 1,
            async (done, token) =>
            {
                var employers = EmployersOf(users);
                var cohorts = await CohortsAsync((string?)edition["name"] ?? "", administrator, employers, done, token);
                world = new World(calendar, new ProgrammeTime(stage.Gateway, administrator), employers, cohorts);
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

    private async Task<IReadOnlyList<Cohort>> CohortsAsync(string editionName, Session administrator, List<Employer> employers, Action<int> done, CancellationToken cancellationToken)
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
            var size = (options.Participants / groups) + (group < options.Participants % groups ? 1 : 0);
            // The one who misses module 1 is in the first group only.
            var absentees = group == 0 ? 1 : 0;
            var people = await PeopleAsync(administrator, size + absentees, groups == 1 ? "Deelnemer" : $"Deelnemer groep {group + 1},", [], cancellationToken);
            var participants = people.Select((person, i) => new Participant(person.PersonId, person.DisplayName, Session(person), employers[i % employers.Count])).ToList();
            var cohort = new Cohort($"{editionName} (demo {run}, groep {group + 1})", team[0][group], team[1][group], team[2][group], team[3][group])
            {
                Participants = participants.GetRange(0, size),
                Absentee = participants.Skip(size).FirstOrDefault(),
            };
            foreach (var (place, participant) in cohort.Everybody.Index())
            {
                (participant.Cohort, participant.Place) = (cohort, place);
            }

            cohorts.Add(cohort);
            done(people.Count);
        }

        return cohorts;
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
