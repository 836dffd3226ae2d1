namespace Metropool.ServiceDefaults;

/// <summary>
/// The route that a request was answered by, where that isn't a route of this process: a feature of the request that gives its span a name.
/// </summary>
/// <param name="Template">Such as <c>/intake/v1/applications/{applicationId}</c>.</param>
public sealed record AnsweringRoute(string Template);
