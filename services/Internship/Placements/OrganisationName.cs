using System.Globalization;
using System.Text;
using Metropool.Http;

namespace Metropool.Internship.Placements;

/// <summary>
/// When two names mean the same organisation (R26). Compared by <see cref="TextPolicy.ComparisonKey"/>, without accents and punctuation, without a legal form or a leading article,
/// and without the words for municipality: "Gemeente Utrecht", "gem. Utrecht", "Utrecht, gemeente" and "Municipality of Utrecht" are one,
/// "Provincie Utrecht" is another. A few places that have two names are known by both.
/// </summary>
internal static class OrganisationName
{
    // Letters with a stroke are letters of their own in Unicode; other accents are taken off by decomposition.
    private const string Stroked = "øłđœ";
    private const string Plain = "oldo";

    private static readonly HashSet<string> MeaninglessWords = ["gemeente", "gem", "municipality", "city", "of", "bv", "nv", "stichting"];
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
        var words = Words(name);
        var telling = words.Where(word => !MeaninglessWords.Contains(word)).ToList();
        if (telling.Count > 1 && Articles.Contains(telling[0]))
        {
            telling.RemoveAt(0);
        }

        var comparable = string.Join(' ', telling.Count > 0 ? telling : words);
        return OtherNames.GetValueOrDefault(comparable, comparable);
    }

    private static List<string> Words(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var character in TextPolicy.ComparisonKey(name).Normalize(NormalizationForm.FormD))
        {
            // Full stops and apostrophes join ("B.V.", "'s-Gravenhage"); everything else that is no letter or digit separates.
            // An accent belongs to the letter before it.
            if (character is '.' or '\'' or '’' or '‘' || char.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            var place = Stroked.IndexOf(character, StringComparison.Ordinal);
            var plain = place < 0 ? character : Plain[place];
            text.Append(char.IsLetterOrDigit(plain) ? plain : ' ');
        }

        return [.. text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }
}

/// <summary>An organisation that a participant works or worked for.</summary>
internal sealed record KnownOrganisation(string Name, string? KvkNumber)
{
    /// <summary>
    /// Whether it is the same as a host (R26). Where both have a number in the trade register the numbers decide, else the names do;
    /// an empty number is none.
    /// </summary>
    public bool Is(HostOrganisation host) => KvkNumber is { Length: > 0 } && host.KvkNumber is { Length: > 0 }
        ? KvkNumber == host.KvkNumber
        : OrganisationName.Comparable(Name) == OrganisationName.Comparable(host.Name);
}
