using Metropool.Http;

namespace Metropool.Scheduling;

/// <summary>Refusals about interviews and panels.</summary>
internal static partial class Refusals
{
    public static Refusal InterviewUnknown { get; } = Refusal.NotFound("scheduling.interview-unknown", "Interview not found.");

    public static Refusal InterviewNotBooked { get; } = Refusal.Conflict(
        "scheduling.interview-not-booked", "The interview was held, missed or cancelled.");

    public static Refusal InterviewNotBegun { get; } = Refusal.Conflict(
        "scheduling.interview-not-begun", "An interview that hasn't begun can't be missed.");

    public static Refusal InterviewAlreadyBooked { get; } = Refusal.Conflict(
        "scheduling.interview-already-booked", "This interview is booked or held already. Move it instead.");

    public static Refusal DevelopmentInterviewsBooked { get; } = Refusal.Conflict(
        "scheduling.interview-already-booked", "Both development interviews are booked or held already.");

    public static Refusal InterviewInThePast { get; } = Refusal.Conflict("scheduling.starts-in-the-past", "An interview must start in the future.");

    public static Refusal NotAnIntakeDay(DateOnly day, IEnumerable<DateOnly> intakeDays) => Refusal.Conflict(
        "scheduling.not-an-intake-day",
        $"{day:yyyy-MM-dd} is not an intake day of this edition. Intake days: {string.Join(", ", intakeDays.Order().Select(d => $"{d:yyyy-MM-dd}"))}.");

    public static Refusal ApplicationNotSubmitted { get; } = Refusal.Conflict(
        "scheduling.application-not-submitted", "An intake interview can be booked only for a submitted application.");

    // 409 and not 404: the resource of the request exists; what its body refers to may arrive with a later event.

    public static Refusal ApplicationNotInEdition { get; } = Refusal.Conflict(
        "scheduling.application-not-in-edition", "The edition has no such application, or it isn't known here yet.");

    public static Refusal ParticipationNotInEdition { get; } = Refusal.Conflict(
        "scheduling.participation-not-in-edition", "The edition has no such participation, or it isn't known here yet.");

    // Panels.

    public static Refusal PanelIncomplete(IEnumerable<string> roles, IReadOnlyList<Fault> faults) => Refusal.Conflict(
        "scheduling.panel-incomplete", $"The panel of this interview consists of {string.Join(" and ", roles)}: two different people.", faults);

    public static Refusal PanelMemberNotInTeam(IReadOnlyList<Fault> faults) => Refusal.Conflict(
        "scheduling.panel-member-not-in-team", "A panel member doesn't have that role in the team on that day.", faults);
}
