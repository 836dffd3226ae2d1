namespace Metropool.LocalServers;

/// <summary>A local run can't start. The message is one sentence for the user, with the cause and the remedy.</summary>
public sealed class LocalServerException : Exception
{
    public LocalServerException(string message)
        : base(message)
    {
    }

    public LocalServerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
