namespace Metropool.Scheduling;

/// <summary>
/// The events of one aggregate differ in name alone. An entity fills them in one place: an empty event of the wanted type, <c>with</c> its state.
/// The compiler can't see there that every property is given; the test <c>EventStateTests</c> does.
/// </summary>
internal static class EventState
{
    /// <summary>An event without its state.</summary>
    public static T Empty<T>() => Activator.CreateInstance<T>();
}
