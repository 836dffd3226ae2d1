using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Http;

/// <summary>
/// Validates the arguments of a handler, with all nested values, by their data annotations before the handler runs, and lists all faults at once. The
/// annotations are also the limits in the OpenAPI document. Every string must also meet <see cref="TextPolicy"/>, and every date must be in a range in which
/// dates can be calculated with.
/// </summary>
/// <remarks>
/// The validation of ASP.NET Core 10 finds types at build time, in each assembly that calls it, and its errors have no codes.
/// </remarks>
internal static class RequestValidation
{
    private const int EarliestYear = 1900;
    private const int LatestYear = 2199;
    private const int MaxListLength = 100_000;
    private static readonly ConcurrentDictionary<Type, Member[]> Members = new();

    public static RouteGroupBuilder WithRequestValidation(this RouteGroupBuilder group)
    {
        group.AddEndpointFilterFactory((factory, next) =>
        {
            // Services are no input: validating a DbContext would read its tables.
            var services = factory.ApplicationServices.GetService<IServiceProviderIsService>();
            var parameters = factory.MethodInfo.GetParameters();
            var checks = parameters.Select(parameter => services?.IsService(parameter.ParameterType) == true ? null : ToMember(parameter)).ToArray();
            return async context =>
            {
                RequestInspection.SetBound(context.HttpContext);
                var faults = new List<Fault>();
                for (var i = 0; i < checks.Length; i++)
                {
                    if (checks[i] is { } check)
                    {
                        // The JSON converter normalizes the strings in a body.
                        context.Arguments[i] = context.Arguments[i] is string text ? TextPolicy.Normalize(text) : context.Arguments[i];

                        // A fault in a body is located by its properties, another one by the parameter.
                        Check(check, context.Arguments[i], check.IsPlain ? check.Name : "", faults);
                    }
                }

                if (context.Arguments.OfType<Paging>().Any(paging => !paging.IsUsable))
                {
                    // A cursor has one fault, also where its string is invalid.
                    faults.RemoveAll(fault => fault.Where == Cursor.Key);
                    faults.Add(Cursor.Fault);
                }

                return faults.Count == 0 ? await next(context) : RequestInspection.RefusalOf(faults).ToProblem();
            };
        });
        return group;
    }

    /// <summary>Returns all faults of a value.</summary>
    internal static IReadOnlyList<Fault> FaultsOf(object value)
    {
        var faults = new List<Fault>();
        CheckProperties(value, "", faults);
        return faults;
    }

    /// <summary>Returns what is checked of a parameter; null where nothing is checked.</summary>
    internal static Member? ToMember(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var attributes = parameter.GetCustomAttributes<ValidationAttribute>(true).ToArray();
        var isPlain = IsPlain(type);
        var isService = parameter.GetCustomAttributes().Any(a => a is IFromServiceMetadata)
            || type == typeof(HttpContext) || type == typeof(CancellationToken) || type == typeof(Caller);
        var isInput = !isService && (isPlain || !IsFrameworkType(type));
        return isInput && (attributes.Length > 0 || IsChecked(type) || (!isPlain && MembersOf(ElementType(type) ?? type).Length > 0))
            ? new Member(JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!), attributes, isPlain, _ => null)
            {
                IsText = IsRequiredText(type, new NullabilityInfoContext().Create(parameter), parameter),
            }
            : null;
    }

    /// <summary>Adds the faults of a value.</summary>
    internal static void Check(Member member, object? value, string where, List<Fault> faults)
    {
        if (faults.Count >= RequestInspection.MaxFaults)
        {
            return;
        }

        // A required string without visible characters is missing, whatever its annotations are.
        if (member.IsText && value is string blank && OptionalTextConverter.CountsAsNull(blank))
        {
            faults.Add(new Fault(where.Length == 0 ? "body" : where, FaultCodes.Missing, "A value is required."));
            return;
        }

        var before = faults.Count;
        foreach (var attribute in member.Attributes)
        {
            if (!IsValid(attribute, value, member))
            {
                faults.Add(new Fault(where.Length == 0 ? "body" : where, CodeOf(attribute), ValidationMessages.Of(attribute, value)));
            }
            else if (value is "" && attribute is RegularExpressionAttribute pattern
                && !Regex.IsMatch("", pattern.Pattern, RegexOptions.None, pattern.MatchTimeout))
            {
                // The annotation accepts an empty string whatever its pattern; the OpenAPI document doesn't.
                faults.Add(new Fault(where.Length == 0 ? "body" : where, CodeOf(attribute), "The value must not be empty. Omit it if there is no value."));
            }
        }

        if (faults.Count == before)
        {
            CheckPlain(value, member, where, faults);
        }

        if (value is null || member.IsPlain)
        {
            return;
        }

        if (value is IEnumerable items)
        {
            var index = 0;
            foreach (var item in items)
            {
                if (faults.Count >= RequestInspection.MaxFaults)
                {
                    break;
                }

                CheckItem(member, item, $"{where}[{index++}]", faults);
            }

            return;
        }

        CheckProperties(value, where, faults);
    }

    /// <summary>Adds the faults of an item of a list.</summary>
    internal static void CheckItem(Member member, object? item, string where, List<Fault> faults)
    {
        if (item is null)
        {
            // Items must not be null. The framework checks this for properties, but not for items.
            faults.Add(new Fault(where, FaultCodes.Missing, "A value is required."));
        }
        else if (!IsPlain(item.GetType()))
        {
            CheckProperties(item, where, faults);
        }
        else
        {
            CheckPlain(item, member, where, faults);
        }
    }

    /// <summary>Adds the fault of the length of a list with items that can't be deserialized.</summary>
    internal static void CheckLength(Member member, int length, string where, List<Fault> faults)
    {
        // The annotations use only the length of the list.
        var list = new object?[Math.Min(length, MaxListLength)];
        faults.AddRange(member.Attributes.Where(attribute => CodeOf(attribute) == FaultCodes.WrongLength && !IsValid(attribute, list, member))
            .Select(attribute => new Fault(where.Length == 0 ? "body" : where, FaultCodes.WrongLength, ValidationMessages.Of(attribute, list))));
    }

    // The framework accepts every string with one @ as an e-mail address.
    private static bool IsValid(ValidationAttribute attribute, object? value, Member member) => attribute is EmailAddressAttribute && value is string address
        ? EmailAddresses.IsAddress(address)
        : attribute.GetValidationResult(value, new ValidationContext(value ?? "", member.Name, null, null) { MemberName = member.Name }) is null;

    /// <summary>Adds the faults by the rules for all strings and dates.</summary>
    private static void CheckPlain(object? value, Member member, string where, List<Fault> faults)
    {
        switch (value)
        {
            case string text when member.Attributes.All(attribute => attribute is not TextAttribute) && TextPolicy.FaultOf(text, TextKind.Line) is { } detail:
                Add(FaultCodes.NotAllowed, detail);
                break;

            case string text when member.IsText && TextPolicy.IsBlank(text):
                Add(FaultCodes.Missing, "A value is required.");
                break;

            // So far from the limits of the type that calculations can't exceed them.
            case DateOnly { Year: < EarliestYear or > LatestYear } or DateTimeOffset { Year: < EarliestYear or > LatestYear }:
                Add(FaultCodes.OutOfRange, $"The year must be from {EarliestYear} to {LatestYear}.");
                break;
        }

        void Add(string code, string detail) => faults.Add(new Fault(where.Length == 0 ? "body" : where, code, detail));
    }

    private static void CheckProperties(object value, string where, List<Fault> faults)
    {
        var before = faults.Count;
        foreach (var member in MembersOf(value.GetType()))
        {
            Check(member, member.Get(value), where.Length == 0 ? member.Name : $"{where}.{member.Name}", faults);
        }

        // A custom validation relies on lists without null.
        if (value is IValidatableObject validatable && !faults.Skip(before).Any(fault => fault.Code == FaultCodes.Missing && fault.Where.EndsWith(']')))
        {
            // A value that has a fault already gets no second one.
            var faulty = faults.Skip(before).Select(fault => fault.Where).ToHashSet(StringComparer.Ordinal);
            faults.AddRange(validatable.Validate(new ValidationContext(value)).Select(result => new Fault(
                string.Join(", ", result.MemberNames.DefaultIfEmpty("").Select(name => Path(where, name))),
                FaultCodes.NotAllowed,
                result.ErrorMessage ?? "The value is not allowed.")).Where(fault => !faulty.Contains(fault.Where)));
        }
    }

    private static string Path(string where, string name) => (where, name) switch
    {
        ("", "") => "body",
        (_, "") => where,
        ("", _) => JsonNamingPolicy.CamelCase.ConvertName(name),
        _ => $"{where}.{JsonNamingPolicy.CamelCase.ConvertName(name)}",
    };

    /// <summary>Returns what is checked of the properties of a type.</summary>
    internal static Member[] MembersOf(Type type) => Members.GetOrAdd(type, static type => IsPlain(type) || type.IsAssignableTo(typeof(IEnumerable))
        ? []
        : [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanRead && p.GetIndexParameters().Length == 0 && !IsFrameworkType(p.PropertyType))
            .Select(property => ToMember(type, property))]);

    private static Member ToMember(Type type, PropertyInfo property)
    {
        // An annotation on a parameter of a record applies to its property.
        var parameter = type.GetConstructors().SelectMany(c => c.GetParameters())
            .FirstOrDefault(p => p.Name == property.Name && p.ParameterType == property.PropertyType);
        var attributes = property.GetCustomAttributes<ValidationAttribute>(true).Concat(parameter?.GetCustomAttributes<ValidationAttribute>(true) ?? []);
        var name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        return new(name, [.. attributes], IsPlain(property.PropertyType), property.GetValue)
        {
            IsText = IsRequiredText(property.PropertyType, new NullabilityInfoContext().Create(property), property)
                && parameter?.IsDefined(typeof(MayBeEmptyAttribute)) != true,
        };
    }

    // The items of a list of strings are required too.
    private static bool IsRequiredText(Type type, NullabilityInfo nullability, ICustomAttributeProvider declaration) =>
        (type == typeof(string) ? nullability.ReadState == NullabilityState.NotNull : ElementType(type) == typeof(string))
        && !declaration.IsDefined(typeof(MayBeEmptyAttribute), true);

    private static Type? ElementType(Type type) => type == typeof(string) || !type.IsAssignableTo(typeof(IEnumerable))
        ? null
        : type.IsArray ? type.GetElementType() : type.GetGenericArguments().LastOrDefault();

    private static bool IsChecked(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(string) || plain == typeof(DateOnly) || plain == typeof(DateTimeOffset);
    }

    // Such as HttpContext.
    private static bool IsFrameworkType(Type type) => type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) == true;

    private static bool IsPlain(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsPrimitive || type.IsEnum || type.IsValueType || type == typeof(string) || type == typeof(Uri) || type == typeof(JsonDocument);
    }

    private static string CodeOf(ValidationAttribute attribute) => attribute switch
    {
        RequiredAttribute => FaultCodes.Missing,
        RangeAttribute => FaultCodes.OutOfRange,
        LengthAttribute or MinLengthAttribute or MaxLengthAttribute or StringLengthAttribute => FaultCodes.WrongLength,
        _ => FaultCodes.NotAllowed,
    };

    /// <summary>A value that is checked.</summary>
    /// <param name="Name">Its name in JSON.</param>
    /// <param name="Attributes">Its annotations.</param>
    /// <param name="IsPlain">Whether it has no nested values.</param>
    /// <param name="Get">Reads it from the object that has it.</param>
    internal sealed record Member(string Name, ValidationAttribute[] Attributes, bool IsPlain, Func<object, object?> Get)
    {
        /// <summary>Whether it is a string, or a list of strings, that must have visible characters.</summary>
        public bool IsText { get; init; }
    }
}
