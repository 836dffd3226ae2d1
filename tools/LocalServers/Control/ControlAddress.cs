using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Metropool.LocalServers.Control;

/// <summary>
/// How other commands of the same user reach a run: an address on loopback and a key, in a file that only its owner can read.
/// </summary>
/// <param name="Url">The address of the control server.</param>
/// <param name="Key">The bearer token of every request.</param>
public sealed record ControlAddress(Uri Url, string Key)
{
    private const string FileName = "control";
    private const int KeyBytes = 24;

    /// <summary>The JSON format of requests and responses.</summary>
    public static JsonSerializerOptions Json { get; } =
        new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Creates an address with a random key.</summary>
    public static ControlAddress Create(Uri url) => new(url, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)));

    /// <summary>Reads the address of the run in a folder; null if there is none. The file of a run that was killed remains.</summary>
    /// <exception cref="LocalServerException">The file belongs to another user.</exception>
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
            throw new LocalServerException($"{file} belongs to another user. Only its owner can read it.", exception);
        }
        catch (JsonException)
        {
            return null; // The file is being written.
        }
    }

    /// <summary>Writes the file to a folder.</summary>
    /// <exception cref="LocalServerException">The file can't be written.</exception>
    public void Write(LocalFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        folder.WriteLines(FileName, [JsonSerializer.Serialize(this, Json)]);
    }

    /// <summary>Deletes the file from a folder.</summary>
    public static void Delete(LocalFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        File.Delete(folder.Combine(FileName));
    }
}
