using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Metropool.Contracts;
using Metropool.Contracts.Scheduling;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Interviews;
using Metropool.Scheduling.ModuleDays;
using Metropool.Scheduling.Replicas;
using Metropool.Testing;

namespace Metropool.Scheduling.Tests;

/// <summary>Editions in memory, made from the edition file of the repository.</summary>
internal static class EditionBuilder
{
    private static readonly DateTimeOffset Now = SchedulingFixture.Beginning;

    /// <summary>A draft without a team.</summary>
    public static Edition Draft(Action<JsonObject>? change = null)
    {
        var file = EditionFile.Read();
        change?.Invoke(file);
        var content = file.Deserialize<EditionContent>(SchedulingFixture.Json)!;
        return Edition.Import(content, EditionSettings.From(new SchedulingSettings()), Some.Id(), Now);
    }

    /// <summary>An edition with a complete team that is open for applications.</summary>
    public static Edition Open()
    {
        var edition = Draft();
        foreach (var role in Access.Team)
        {
            edition.Appoint(role);
        }

        _ = edition.Open(new(2025, 8, 1), Now).Value;
        return edition;
    }

    /// <summary>An open edition that starts a year later.</summary>
    public static Edition Later()
    {
        var edition = Open();
        _ = edition.CorrectDates(new(PartialDate.Of(new(2027, 10, 25)), null, null, edition.IntakeDays, "Volgende editie"), new HashSet<DateOnly>(), Now).Value;
        return edition;
    }

    /// <summary>A person who is appointed as staff.</summary>
    public static Person Staff()
    {
        var person = new Person(Some.Id());
        person.Apply(Some.Staff(person.PersonId));
        return person;
    }

    public static TeamMember Appoint(this Edition edition, TeamRole role, Person? person = null) =>
        edition.Appoint(person ?? Staff(), role, false, new(2025, 1, 1), null, Now).Value;

    public static Seat SeatOf(this Edition edition, TeamRole role) => new(edition.Team.First(member => member.Role == role).PersonId, role);

    /// <summary>A module day from 09:30 to 17:00.</summary>
    public static ModuleDay Day(this Edition edition, int module, string date, bool actor = false) =>
        ModuleDay.Plan(edition, edition.FindModule(module)!, Plan(date, actor), [], Now).Value;

    /// <summary>The plan of a day from 09:30 to 17:00.</summary>
    public static DayPlan Plan(string date, bool actor = false) =>
        new(DateOnly.Parse(date, CultureInfo.InvariantCulture), new(9, 30), new(17, 0), false, false, actor, true, []);
}
