namespace Metropool.Intake.Tests;

/// <summary>The events about the application, and the notifications of the candidate.</summary>
internal sealed partial record Candidate
{
    /// <summary>All events about the application that were published so far.</summary>
    public IReadOnlyList<ApplicationChanged> Published => [.. Intake.Events.Seen.OfType<ApplicationChanged>().Where(e => e.ApplicationId == ApplicationId)];

    public Task<ApplicationChanged> PublishedAsync(ApplicationChange change) => PublishedAsync(e => e.Change == change);

    public Task<ApplicationChanged> PublishedAsync(ApplicationStatus status) => PublishedAsync(e => e.Status == status);

    public Task<ApplicationChanged> PublishedAsync(Func<ApplicationChanged, bool> predicate) =>
        Intake.Events.PublishedAsync<ApplicationChanged>(e => e.ApplicationId == ApplicationId && predicate(e));

    /// <summary>Waits for the state of an application that was removed.</summary>
    public Task<ApplicationChanged> RemovalPublishedAsync() => PublishedAsync(e => e.DisplayName == "Verwijderd account");

    /// <summary>Waits for a notification whose subject contains a text.</summary>
    public Task<CandidateNotified> NotifiedAsync(string subject) => Intake.Events.PublishedAsync<CandidateNotified>(e => IsNotification(e, subject));

    /// <summary>The notifications so far whose subject contains a text.</summary>
    public IReadOnlyList<CandidateNotified> Notifications(string subject) =>
        [.. Intake.Events.Seen.OfType<CandidateNotified>().Where(e => IsNotification(e, subject))];

    private bool IsNotification(CandidateNotified e, string subject) => e.PersonId == PersonId && e.Subject.Contains(subject, StringComparison.Ordinal);
}
