namespace Metropool.Contracts;

/// <summary>
/// An event that a service publishes for the others. It holds the full public state of one aggregate; a consumer applies it unless it knows a newer
/// <see cref="Version"/>, so that neither order nor duplicates matter (ADR 8).
/// </summary>
/// <remarks>
/// From the first release on, the name and the JSON of an event are frozen: new properties are optional, and a breaking change is a new event.
/// </remarks>
public interface IIntegrationEvent
{
    /// <summary>The id of the aggregate: a UUIDv7 that its owner assigned.</summary>
    Guid AggregateId { get; }

    /// <summary>
    /// The data subject (GDPR): the person whose personal data the event holds. If that person is erased, the unsent event is deleted. Null if it holds no data
    /// of a single person: a person who is only mentioned, such as a member of a team or a panel, is not the data subject.
    /// </summary>
    Guid? DataSubjectId { get; }

    /// <summary>Starts at 1 and increases with every change of the aggregate. A state that is published again keeps its version.</summary>
    long Version { get; }

    /// <summary>When it happened, in programme time, UTC.</summary>
    DateTimeOffset OccurredAt { get; }
}
