namespace Metropool.Journey;

/// <summary>A journey or one of its steps failed.</summary>
public class JourneyException : Exception
{
    /// <summary>Creates an exception without a message.</summary>
    public JourneyException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public JourneyException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    public JourneyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
