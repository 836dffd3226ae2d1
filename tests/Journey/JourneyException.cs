namespace Metropool.Journey;

/// <summary>The journey can't go on; the message says what was missing.</summary>
public class JourneyException : Exception
{
    /// <summary>Without a reason.</summary>
    public JourneyException()
    {
    }

    /// <summary>With a reason.</summary>
    public JourneyException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and its cause.</summary>
    public JourneyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
