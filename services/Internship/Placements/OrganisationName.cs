using System.Globalization;
using System.Text;
using Metropool.Http;

namespace Metropool.Internship.Placements;

/// <summary>
/// Compares the names of organisations (R26): by <see cref="TextPolicy.ComparisonKey"/>, without accents, punctuation, a legal form, a leading article, and the
/// words for municipality. "Gemeente Utrecht", "gem. Utrecht", "Utrecht, gemeente" and "Municipality of Utrecht" are the same organisation;
/// "Provincie Utrecht" is another one. A few places with two names are known by both.
/// </summary>
internal static class OrganisationName
{
    // In Unicode, letters with a stroke can't be decomposed into a letter and an accent.
    private const string Stroked = "øłđœ";
    private const string Plain = "oldo";

    private static readonly HashSet<string> IgnoredWords = ["gemeente", "gem", "municipality", "city", "of", "bv", "nv", "stichting"];
    private static readonly HashSet<string> Articles = ["de", "het", "the"];

    private static readonly Dictionary<string, string> OtherNames = new()
    {
        ["s gravenhage"] = "den haag",
        ["the hague"] = "den haag",
        ["hague"] = "den haag",
        ["s hertogenbosch"] = "den bosch",
    };

    /// <summary>The form in which names are compared.</summary>
    public static string Comparable(string name)
    {
        var all = Words(name);
        var words = all.Where(word => !IgnoredWords.Contains(word)).ToList();
        if (words.Count > 1 && Articles.Contains(words[0]))
        {
            words.RemoveAt(0);
        }

        var comparable = string.Join(' ', words.Count > 0 ? words : all);
        return OtherNames.GetValueOrDefault(comparable, comparable);
    }

    private static List<string> Words(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var character in TextPolicy.ComparisonKey(name).Normalize(NormalizationForm.FormD))
        {
            // Full stops and apostrophes are part of a word ("B.V.", "'s-Gravenhage"), and an accent is part of the letter before it.
            // All other characters that aren't letters or digits separate words.
            if (character is '.' or '\'' or '’' or '‘' || char.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            var index = Stroked.IndexOf(character, StringComparison.Ordinal);
            var plain = index < 0 ? character : Plain[index];
            text.Append(char.IsLetterOrDigit(plain) ? plain : ' ');
        }

        return [.. text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }
}

/// <summary>An organisation that a participant works or worked for.</summary>
internal sealed record KnownOrganisation(string Name, string? KvkNumber)
{
    /// <summary>
    /// Whether it is the host organisation (R26). The numbers in the trade register decide if both have one, or else the names. An empty number is none.
    /// </summary>
    public bool Is(HostOrganisation host) => KvkNumber is { Length: > 0 } && host.KvkNumber is { Length: > 0 }
        ? KvkNumber == host.KvkNumber
        : OrganisationName.Comparable(Name) == OrganisationName.Comparable(host.Name);
}
