namespace Metropool.Identity.Accounts;

/// <summary>
/// Passwords that are long enough but easily guessed: a common word with digits, a keyboard row, the name of the programme, the owner's e-mail address.
/// Further guesses are limited by counting attempts.
/// </summary>
internal static class CommonPasswords
{
    private const string Digits = "01234567890123456789012345678901234567890";
    private const string Programme = "metropool";

    /// <summary>Shorter local parts occur in too many words.</summary>
    private const int ShortestLocalPart = 5;

    private static readonly string[] Words =
    [
        "wachtwoord", "password", "passwort", "welkom", "welcome", "geheim", "gemeente", "qwerty", "qwertyuiop", "azerty", "azertyuiop", "asdfghjkl",
        "abcdefghijkl", "abcdefghijklm", "letmein", "iloveyou", "administrator", "beheerder",
    ];

    public static bool Holds(string password, string email)
    {
        var local = email.Split('@')[0];
        if (password.Contains(Programme, StringComparison.OrdinalIgnoreCase)
            || (local.Length >= ShortestLocalPart && password.Contains(local, StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        var letters = string.Concat(password.Where(char.IsLetter)).ToLowerInvariant();
        return letters.Length == 0 ? IsRow(password) : Words.Any(word => letters.Replace(word, "", StringComparison.Ordinal).Length == 0);
    }

    private static bool IsRow(string text) =>
        text.All(char.IsAsciiDigit)
        && (Digits.Contains(text, StringComparison.Ordinal) || Digits.Contains(string.Concat(text.Reverse()), StringComparison.Ordinal));
}
