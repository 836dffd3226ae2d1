using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Metropool.Http;

/// <summary>A section of the settings, and the type that defines its keys.</summary>
internal sealed record SettingsSection(string Path, Type Type);

/// <summary>The service whose section this process checks.</summary>
internal sealed record OwnSettingsSection(string Service);

/// <summary>An additional condition for starting.</summary>
internal sealed record SettingsCondition(Func<IConfiguration, IHostEnvironment, IEnumerable<string>> Faults);

/// <summary>
/// Checks the configuration below <c>Metropool:</c>. The sections of other services are allowed, because processes can share an environment; unknown sections
/// are not.
/// </summary>
/// <remarks>
/// The binder of the framework isn't used for this: with <c>ErrorOnUnknownConfiguration</c> it stops at the first fault, and refuses the sections of other
/// services.
/// </remarks>
internal sealed class SettingsCheck(
    IConfiguration configuration,
    IHostEnvironment environment,
    OwnSettingsSection own,
    IEnumerable<SettingsSection> sections,
    IEnumerable<SettingsCondition> conditions)
{
    public const string Root = "Metropool";
    private static readonly string[] Services = ["Identity", "Intake", "Scheduling", "Internship", "Assessment", "Gateway", "Mail"];

    /// <summary>Returns a sentence for every fault; none where the process can start.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        CheckKeys(configuration.GetSection(Root), faults);
        foreach (var section in sections)
        {
            CheckValues(section, faults);
        }

        faults.AddRange(conditions.SelectMany(condition => condition.Faults(configuration, environment)));
        return faults;
    }

    private void CheckKeys(IConfigurationSection at, List<string> faults)
    {
        var types = sections.Where(section => Same(section.Path, at.Path)).Select(section => section.Type).ToList();
        var below = sections.Select(section => section.Path).Where(path => path.StartsWith(at.Path + ":", StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var child in at.GetChildren())
        {
            if (below.Any(path => Same(path, child.Path) || path.StartsWith(child.Path + ":", StringComparison.OrdinalIgnoreCase)))
            {
                CheckHasNoValue(child, "a section, and its settings have keys of their own", faults);
                CheckKeys(child, faults);
            }
            else if (types.Select(type => Property(type, child.Key)).FirstOrDefault(property => property is not null) is { } property)
            {
                CheckKeysOf(child, property.PropertyType, faults);
            }
            else if (!(Same(at.Path, Root) && Services.Contains(child.Key, StringComparer.OrdinalIgnoreCase) && !Same(child.Key, own.Service)))
            {
                var known = types.SelectMany(Properties).Select(p => p.Name).Concat(below.Select(path => path[(at.Path.Length + 1)..].Split(':')[0]));
                Unknown(child, known.Concat(Same(at.Path, Root) ? Services : []), faults);
            }
        }
    }

    private static void CheckKeysOf(IConfigurationSection at, Type type, List<string> faults)
    {
        if (ElementType(type) is { } element)
        {
            CheckHasNoValue(at, $"a list, and its items have keys of their own, such as {at.Path}:0", faults);
            foreach (var item in at.GetChildren())
            {
                CheckKeysOf(item, element, faults);
            }
        }
        else if (IsText(type))
        {
            faults.AddRange(at.GetChildren().Select(child => $"{child.Path} is not a setting: {at.Path} is a single value."));
        }
        else
        {
            CheckHasNoValue(at, $"a section, and its settings have keys of their own, such as {at.Path}:{Properties(type).First().Name}", faults);
            foreach (var child in at.GetChildren())
            {
                if (Property(type, child.Key) is { } property)
                {
                    CheckKeysOf(child, property.PropertyType, faults);
                }
                else
                {
                    Unknown(child, Properties(type).Select(p => p.Name), faults);
                }
            }
        }
    }

    // The binder ignores such a value. The message doesn't contain it, because it may be a secret.
    private static void CheckHasNoValue(IConfigurationSection at, string what, List<string> faults)
    {
        if (!string.IsNullOrWhiteSpace(at.Value))
        {
            faults.Add($"{at.Path} is set as a single value; it is {what}.");
        }
    }

    private void CheckValues(SettingsSection section, List<string> faults)
    {
        var at = configuration.GetSection(section.Path);
        var before = faults.Count;
        CheckText(at, section.Type, faults);
        if (faults.Count > before)
        {
            return;
        }

        var settings = Activator.CreateInstance(section.Type)!;
        at.Bind(settings);
        CheckAnnotations(settings, section.Path, faults);
    }

    // Every value is converted before the section is bound, because the binder stops at the first fault.
    private static void CheckText(IConfigurationSection at, Type type, List<string> faults)
    {
        if (ElementType(type) is { } element)
        {
            foreach (var item in at.GetChildren())
            {
                CheckText(item, element, faults);
            }
        }
        else if (!IsText(type))
        {
            foreach (var property in Properties(type))
            {
                CheckText(at.GetSection(property.Name), property.PropertyType, faults);
            }
        }
        else if (at.Value is { } text && !(text.Length == 0 && MayBeEmpty(type)) && !Converts(text, Nullable.GetUnderlyingType(type) ?? type))
        {
            faults.Add($"{at.Path} is '{text}', which is not {Expected(Nullable.GetUnderlyingType(type) ?? type)}.");
        }
        else if (type == typeof(string) && at.Value is { Length: > 0 } given)
        {
            // The message doesn't contain the value, because it may be a secret.
            if (TextPolicy.IsBlank(given))
            {
                faults.Add($"{at.Path} has no visible characters.");
            }
            else if (TextPolicy.FaultOf(given, TextKind.Lines) is { } detail)
            {
                faults.Add($"{at.Path} can't be used. {detail}");
            }
        }
    }

    private static void CheckAnnotations(object settings, string path, List<string> faults)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(settings, new ValidationContext(settings), results, validateAllProperties: true);
        foreach (var result in results)
        {
            var names = result.MemberNames.DefaultIfEmpty("").Select(name => name.Length == 0 ? path : $"{path}:{name}");
            faults.Add($"{string.Join(", ", names)} is wrong: {result.ErrorMessage}");
        }

        foreach (var property in Properties(settings.GetType()).Where(p => !IsText(p.PropertyType)))
        {
            switch (property.GetValue(settings))
            {
                case IEnumerable items:
                    var index = 0;
                    foreach (var item in items)
                    {
                        if (item is not null && !IsText(item.GetType()))
                        {
                            CheckAnnotations(item, $"{path}:{property.Name}:{index}", faults);
                        }

                        index++;
                    }

                    break;
                case { } inner:
                    CheckAnnotations(inner, $"{path}:{property.Name}", faults);
                    break;
            }
        }
    }

    private static void Unknown(IConfigurationSection child, IEnumerable<string> known, List<string> faults)
    {
        var names = string.Join(", ", known.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal));
        faults.Add($"{child.Path} is not a setting. Known here: {(names.Length == 0 ? "none" : names)}.");
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0);

    private static PropertyInfo? Property(Type type, string key) => Properties(type).FirstOrDefault(p => Same(p.Name, key));

    private static Type? ElementType(Type type)
    {
        if (type == typeof(string) || !type.IsAssignableTo(typeof(IEnumerable)))
        {
            return null;
        }

        return type.IsArray ? type.GetElementType() : type.GetGenericArguments().LastOrDefault();
    }

    private static bool IsText(Type type) => TypeDescriptor.GetConverter(Nullable.GetUnderlyingType(type) ?? type).CanConvertFrom(typeof(string));

    // An unset variable in a Compose file is passed as an empty string.
    private static bool MayBeEmpty(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    private static bool Converts(string text, Type type)
    {
        try
        {
            if (type == typeof(Uri))
            {
                return Uri.TryCreate(text, UriKind.Absolute, out _);
            }

            var value = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
            return !type.IsEnum || Enum.IsDefined(type, value!);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Expected(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) || type == typeof(short) => "a whole number",
        _ when type == typeof(decimal) || type == typeof(double) => "a number",
        _ when type == typeof(TimeSpan) => "a duration such as 00:15:00",
        _ when type == typeof(DateOnly) => "a date such as 2026-10-26",
        _ when type == typeof(TimeOnly) => "a time such as 09:30",
        _ when type == typeof(DateTimeOffset) => "an instant such as 2026-10-26T09:30:00Z",
        _ when type == typeof(Uri) => "an absolute URL such as https://metropool.example",
        _ when type == typeof(Guid) => "a UUID",
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ => string.Create(CultureInfo.InvariantCulture, $"a {type.Name}"),
    };

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
