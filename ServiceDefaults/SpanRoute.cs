namespace Metropool.ServiceDefaults;

/// <summary>The route of another process that handled the request. As a feature of the request, it names the request's span.</summary>
/// <param name="Template">Such as <c>/intake/v1/applications/{applicationId}</c>.</param>
public sealed record SpanRoute(string Template);
