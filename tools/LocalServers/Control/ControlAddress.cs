using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Metropool.LocalServers.Control;

/// <summary>
/// How other commands of the same user reach a run: an address on loopback, and a key, in a file that its owner alone can read.
/// </summary>
/// <param name="Url">Where the run listens.</param>
/// <param name="Key">What every request carries as a bearer token.</param>
public sealed record ControlAddress(Uri Url, string Key)
{
    private const string FileName = "control";
    private const int KeyBytes = 24;

    /// <summary>How requests and answers are written.</summary>
    public static JsonSerializerOptions Json { get; } =
        new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>A new address, with a key that nobody can guess.</summary>
    public static ControlAddress At(Uri url) => new(url, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)));

    /// <summary>The address of the run in a folder; null where there is none. A run that was killed leaves its own behind.</summary>
    /// <exception cref="LocalServerException">The file is another user's.</exception>
    public static ControlAddress? Read(string home)
    {
        var file = Path.Combine(home, FileName);
        try
        {
            return JsonSerializer.Deserialize<ControlAddress>(File.ReadAllText(file), Json);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new LocalServerException($"{file} belongs to another user: only its owner can look there.", exception);
        }
        catch (JsonException)
        {
            return null; // It is being written.
        }
    }

    /// <summary>Writes it to a folder.</summary>
    /// <exception cref="LocalServerException">It can't be written.</exception>
    public void Write(LocalFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        folder.WriteLines(FileName, [JsonSerializer.Serialize(this, Json)]);
    }

    /// <summary>Removes it from a folder.</summary>
    public static void Delete(LocalFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        File.Delete(folder.Combine(FileName));
    }
}
