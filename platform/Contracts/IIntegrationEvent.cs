namespace Metropool.Contracts;

/// <summary>
/// What every event between services carries. An event holds the full public state of one aggregate, as its owner knows it;
/// a consumer keeps it unless it already knows a newer <see cref="Version"/>. So neither order nor duplicates matter.
/// </summary>
/// <remarks>The name and the JSON of an event are frozen: new properties are optional, a breaking change is a new event.</remarks>
public interface IIntegrationEvent
{
    /// <summary>The aggregate that this is the state of. A UUIDv7 that its owner gave out.</summary>
    Guid AggregateId { get; }

    /// <summary>
    /// The data subject (AVG): the person whose personal data the event holds. Erasing that person takes it back while it is unsent. Null where it holds data
    /// of no single person:
    /// a person who is only mentioned, as a member of a team or a panel, isn't the data subject, and a state from which the personal data was removed has none.
    /// </summary>
    Guid? DataSubjectId { get; }

    /// <summary>Rises by at least one with every change of the aggregate; the first is 1. Repeated when a state is announced again.</summary>
    long Version { get; }

    /// <summary>When it happened, in programme time, UTC.</summary>
    DateTimeOffset OccurredAt { get; }
}
