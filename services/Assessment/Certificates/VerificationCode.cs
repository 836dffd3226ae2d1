using System.Security.Cryptography;

namespace Metropool.Assessment.Certificates;

/// <summary>
/// The code on a certificate by which it is verified (R40): 100 random bits as twenty characters of Crockford's base 32,
/// which has no letter that is taken for another one when it is typed from paper. Nobody finds one by trying.
/// </summary>
internal static class VerificationCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 20;
    private const int GroupLength = 5;

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>The code as it is printed: <c>7K2QX-0VD3M-9ZTA1-5WHRC</c>.</summary>
    public static string Print(string code) => string.Join('-', code.Chunk(GroupLength).Select(group => new string(group)));

    /// <summary>Reads a code as somebody typed it: in small letters, with hyphens and spaces or without, O for 0, I or L for 1.</summary>
    /// <returns>Null when it can't be a code.</returns>
    public static string? Read(string typed)
    {
        var code = string.Concat(typed.ToUpperInvariant().Where(c => c is not ('-' or ' ')).Select(c => c switch { 'O' => '0', 'I' or 'L' => '1', _ => c }));
        return code.Length == Length && code.All(c => Alphabet.Contains(c, StringComparison.Ordinal)) ? code : null;
    }
}
