namespace Metropool.Http;

/// <summary>What an answer shows that knows its version: the answer carries it in its <c>ETag</c> by itself.</summary>
public interface IVersioned
{
    /// <summary>The version of what is shown.</summary>
    ResourceVersion GetVersion();
}
