using System.Globalization;
using System.Text;
using Metropool.Http;

namespace Metropool.Gateway.Boundary;

/// <summary><c>/.well-known/security.txt</c>: how to report a vulnerability (RFC 9116).</summary>
internal static class SecurityTxt
{
    private const string Path = "/.well-known/security.txt";

    // The text is generated from the current settings, so that the expiry only limits how long readers may cache it.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    public static void AddSecurityTxt(this IServiceCollection services) => services.AddSettingsCondition((configuration, environment) =>
    {
        var contacts = configuration.GetSection("Metropool:Gateway:Security:Contacts");
        string[] none = environment.IsDevelopment() || contacts.GetChildren().Any(contact => !string.IsNullOrWhiteSpace(contact.Value))
            ? []
            : [$"{contacts.Path}:0 is not set. Set it to the address for vulnerability reports, such as mailto:security@metropool.example."];
        return none.Concat(contacts.GetChildren()
            .Where(contact => Uri.TryCreate(contact.Value, UriKind.Absolute, out var address) && address.Scheme is not ("mailto" or "https" or "tel"))
            .Select(contact => $"{contact.Path} is '{contact.Value}', which doesn't start with mailto:, https: or tel:."));
    });

    public static void MapSecurityTxt(this WebApplication app) => app.MapGet(Path, (
        HttpContext context, GatewaySettings settings, PlatformSettings platform, TimeProvider time) =>
    {
        context.Response.Headers.CacheControl = "public, max-age=86400";
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(Text(settings.Security, platform, time.GetUtcNow()), context.RequestAborted);
    }).WithHead();

    private static string Text(SecuritySettings security, PlatformSettings platform, DateTimeOffset now)
    {
        var text = new StringBuilder();

        // Development needs no contact: the API's is used.
        foreach (var contact in security.Contacts.OfType<Uri>().DefaultIfEmpty(new Uri($"mailto:{platform.ContactEmail}")))
        {
            text.Append(CultureInfo.InvariantCulture, $"Contact: {contact}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"Expires: {now.UtcDateTime.Date.Add(Lifetime):yyyy-MM-dd'T'HH:mm:ss'Z'}\n");
        text.Append("Preferred-Languages: nl, en\n");
        text.Append(CultureInfo.InvariantCulture, $"Canonical: {new Uri(platform.PublicUrl, Path)}\n");
        if (security.Policy is { } policy)
        {
            text.Append(CultureInfo.InvariantCulture, $"Policy: {policy}\n");
        }

        if (security.Encryption is { } encryption)
        {
            text.Append(CultureInfo.InvariantCulture, $"Encryption: {encryption}\n");
        }

        return text.ToString();
    }
}
