using System.Security.Cryptography;

namespace Metropool.Assessment.Certificates;

/// <summary>
/// The code on a certificate that verifies it (R40): 100 random bits as 20 characters of Crockford's base 32, which avoids letters that are easily confused
/// when they are typed from paper. It can't be guessed.
/// </summary>
internal static class VerificationCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 20;
    private const int GroupLength = 5;

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>The code as it is printed: <c>7K2QX-0VD3M-9ZTA1-5WHRC</c>.</summary>
    public static string Print(string code) => string.Join('-', code.Chunk(GroupLength).Select(group => new string(group)));

    /// <summary>Reads a typed code: in lower or upper case, with or without hyphens and spaces, with O for 0, and I or L for 1.</summary>
    /// <returns>Null if it isn't a code.</returns>
    public static string? Read(string typed)
    {
        var characters = typed.ToUpperInvariant().Where(c => c is not ('-' or ' '));
        var code = string.Concat(characters.Select(c => c switch { 'O' => '0', 'I' or 'L' => '1', _ => c }));
        return code.Length == Length && code.All(c => Alphabet.Contains(c, StringComparison.Ordinal)) ? code : null;
    }
}
