namespace Metropool.Tool;

/// <summary>Error messages, on standard error.</summary>
internal static class ErrorOutput
{
    /// <summary>Writes a message to standard error.</summary>
    /// <returns>The exit code 1.</returns>
    public static int Write(string message)
    {
        Console.Error.WriteLine(message);
        return 1;
    }
}
