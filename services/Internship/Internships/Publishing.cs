using MassTransit;
using Metropool.Contracts.Internship;

namespace Metropool.Internship.Internships;

/// <summary>Publishes what a decision of the internship file returned.</summary>
internal static class Publishing
{
    /// <summary>Publishes an event under the name of what it is: subscribers of <see cref="InternshipChanged"/> get all of them.</summary>
    public static Task PublishState(this IPublishEndpoint publish, InternshipChanged state, CancellationToken cancellationToken = default) =>
        publish.Publish(state, state.GetType(), cancellationToken);
}
