using System.Text.RegularExpressions;

namespace Metropool.Identity.Accounts;

/// <summary>What an e-mail address is, here: one that every mail server takes.</summary>
internal static partial class EmailAddresses
{
    public const int Longest = 254;

    public static bool IsOne(string text) => text.Length <= Longest && Shape().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}\z")]
    private static partial Regex Shape();
}
