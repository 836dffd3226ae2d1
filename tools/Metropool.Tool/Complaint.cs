namespace Metropool.Tool;

/// <summary>Says what went wrong where scripts don't read results from.</summary>
internal static class Complaint
{
    /// <summary>Writes a sentence to standard error.</summary>
    /// <returns>The exit code of failure.</returns>
    public static int Make(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 1;
    }
}
