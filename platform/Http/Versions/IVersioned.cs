namespace Metropool.Http;

/// <summary>A response with a version, which becomes part of its <c>ETag</c>.</summary>
public interface IVersioned
{
    /// <summary>Returns the version.</summary>
    ResourceVersion GetVersion();
}
