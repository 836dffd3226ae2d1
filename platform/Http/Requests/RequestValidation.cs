using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Metropool.Http;

/// <summary>
/// Checks what a handler is given against its data annotations, deeply, before the handler runs: parameters, the body, what is in it.
/// All faults are named at once. The same annotations are the limits in the OpenAPI document; besides them every text obeys <see cref="TextPolicy"/>, and every
/// date lies in years that can be reckoned with.
/// </summary>
/// <remarks>
/// The validation of ASP.NET Core 10 finds types at build time, per assembly that calls it, and its errors have no codes;
/// this one works for every service from one place.
/// </remarks>
internal static class RequestValidation
{
    private const int EarliestYear = 1900;
    private const int LatestYear = 2199;
    private const int LongestList = 100_000;
    private static readonly ConcurrentDictionary<Type, Member[]> Members = new();

    public static RouteGroupBuilder WithRequestValidation(this RouteGroupBuilder group)
    {
        group.AddEndpointFilterFactory((factory, next) =>
        {
            // What comes from the container is no input: a DbContext among the parameters would have its tables read.
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
                        // What is read from a body is normalized by the reader of JSON.
                        context.Arguments[i] = context.Arguments[i] is string text ? TextPolicy.Normalize(text) : context.Arguments[i];

                        // A body is named by its own properties, anything else by the parameter.
                        Check(check, context.Arguments[i], check.IsPlain ? check.Name : "", faults);
                    }
                }

                if (context.Arguments.OfType<Paging>().Any(paging => !paging.IsUsable))
                {
                    // One fault, whatever else is wrong with its text.
                    faults.RemoveAll(fault => fault.Where == Cursor.Key);
                    faults.Add(Cursor.Fault);
                }

                return faults.Count == 0 ? await next(context) : RequestInspection.RefusalOf(faults).ToProblem();
            };
        });
        return group;
    }

    /// <summary>Every fault of a value.</summary>
    internal static IReadOnlyList<Fault> FaultsOf(object value)
    {
        var faults = new List<Fault>();
        CheckProperties(value, "", faults);
        return faults;
    }

    /// <summary>What is checked of a parameter; null where nothing is.</summary>
    internal static Member? ToMember(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var attributes = parameter.GetCustomAttributes<ValidationAttribute>(true).ToArray();
        var isPlain = IsPlain(type);
        var isService = parameter.GetCustomAttributes().Any(a => a is IFromServiceMetadata) || type == typeof(HttpContext) || type == typeof(CancellationToken) || type == typeof(Caller);
        var isInput = !isService && (isPlain || !IsFrameworks(type));
        return isInput && (attributes.Length > 0 || IsChecked(type) || (!isPlain && MembersOf(ElementType(type) ?? type).Length > 0))
            ? new Member(JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!), attributes, isPlain, _ => null)
            {
                IsText = IsRequiredText(type, new NullabilityInfoContext().Create(parameter), parameter),
            }
            : null;
    }

    /// <summary>Names what is wrong with a value.</summary>
    internal static void Check(Member member, object? value, string where, List<Fault> faults)
    {
        if (faults.Count >= RequestInspection.MostFaults)
        {
            return;
        }

        // Whatever form a text must have, one with nothing visible in it is missing.
        if (member.IsText && value is string blank && OptionalTextConverter.IsLeftOut(blank))
        {
            faults.Add(new Fault(where.Length == 0 ? "body" : where, FaultCodes.Missing, "A value is needed."));
            return;
        }

        var before = faults.Count;
        foreach (var attribute in member.Attributes)
        {
            if (!IsValid(attribute, value, member))
            {
                faults.Add(new Fault(where.Length == 0 ? "body" : where, CodeOf(attribute), FaultTexts.Of(attribute, value)));
            }
            else if (value is "" && attribute is RegularExpressionAttribute pattern && !Regex.IsMatch("", pattern.Pattern, RegexOptions.None, pattern.MatchTimeout))
            {
                // The annotation lets an empty text pass whatever the pattern says; the document does not.
                faults.Add(new Fault(where.Length == 0 ? "body" : where, CodeOf(attribute), "The value must not be empty; leave it out where there is none."));
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
                if (faults.Count >= RequestInspection.MostFaults)
                {
                    break;
                }

                CheckItem(member, item, $"{where}[{index++}]", faults);
            }

            return;
        }

        CheckProperties(value, where, faults);
    }

    /// <summary>Names what is wrong with an item of a list.</summary>
    internal static void CheckItem(Member member, object? item, string where, List<Fault> faults)
    {
        if (item is null)
        {
            // What a list holds may not be null: the annotations that say so for properties aren't looked at inside a list.
            faults.Add(new Fault(where, FaultCodes.Missing, "A value is needed."));
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

    /// <summary>Names what is wrong with the length of a list of which not every item can be read.</summary>
    internal static void CheckLength(Member member, int length, string where, List<Fault> faults)
    {
        // The annotations ask a list for its length alone.
        var standIn = new object?[Math.Min(length, LongestList)];
        faults.AddRange(member.Attributes.Where(attribute => CodeOf(attribute) == FaultCodes.WrongLength && !IsValid(attribute, standIn, member))
            .Select(attribute => new Fault(where.Length == 0 ? "body" : where, FaultCodes.WrongLength, FaultTexts.Of(attribute, standIn))));
    }

    // The framework takes every text with one @ for an e-mail address.
    private static bool IsValid(ValidationAttribute attribute, object? value, Member member) => attribute is EmailAddressAttribute && value is string address
        ? EmailAddresses.IsAddress(address)
        : attribute.GetValidationResult(value, new ValidationContext(value ?? "", member.Name, null, null) { MemberName = member.Name }) is null;

    /// <summary>What holds for every text and every date, whatever its annotations say.</summary>
    private static void CheckPlain(object? value, Member member, string where, List<Fault> faults)
    {
        switch (value)
        {
            case string text when member.Attributes.All(attribute => attribute is not TextAttribute) && TextPolicy.FaultOf(text, TextKind.Line) is { } detail:
                Add(FaultCodes.NotAllowed, detail);
                break;

            case string text when member.IsText && TextPolicy.IsBlank(text):
                Add(FaultCodes.Missing, "A value is needed.");
                break;

            // Far enough from the ends of the calendar that no sum of dates leaves it.
            case DateOnly { Year: < EarliestYear or > LatestYear } or DateTimeOffset { Year: < EarliestYear or > LatestYear }:
                Add(FaultCodes.OutOfRange, $"A date lies in the years {EarliestYear} to {LatestYear}.");
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

        // An own check counts on lists without holes.
        if (value is IValidatableObject validatable && !faults.Skip(before).Any(fault => fault.Code == FaultCodes.Missing && fault.Where.EndsWith(']')))
        {
            // What is outside its limits already isn't named for the same value again.
            var named = faults.Skip(before).Select(fault => fault.Where).ToHashSet(StringComparer.Ordinal);
            faults.AddRange(validatable.Validate(new ValidationContext(value)).Select(result => new Fault(
                string.Join(", ", result.MemberNames.DefaultIfEmpty("").Select(name => Path(where, name))),
                FaultCodes.NotAllowed,
                result.ErrorMessage ?? "The value is not allowed.")).Where(fault => !named.Contains(fault.Where)));
        }
    }

    private static string Path(string where, string name) => (where, name) switch
    {
        ("", "") => "body",
        (_, "") => where,
        ("", _) => JsonNamingPolicy.CamelCase.ConvertName(name),
        _ => $"{where}.{JsonNamingPolicy.CamelCase.ConvertName(name)}",
    };

    /// <summary>What is checked of the properties of a type.</summary>
    internal static Member[] MembersOf(Type type) => Members.GetOrAdd(type, static type => IsPlain(type) || type.IsAssignableTo(typeof(IEnumerable))
        ? []
        : [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.GetIndexParameters().Length == 0 && !IsFrameworks(p.PropertyType)).Select(property => ToMember(type, property))]);

    private static Member ToMember(Type type, PropertyInfo property)
    {
        // An annotation on a parameter of a record belongs to the property of that name.
        var parameter = type.GetConstructors().SelectMany(c => c.GetParameters()).FirstOrDefault(p => p.Name == property.Name && p.ParameterType == property.PropertyType);
        var attributes = property.GetCustomAttributes<ValidationAttribute>(true).Concat(parameter?.GetCustomAttributes<ValidationAttribute>(true) ?? []);
        return new(JsonNamingPolicy.CamelCase.ConvertName(property.Name), [.. attributes], IsPlain(property.PropertyType), property.GetValue)
        {
            IsText = IsRequiredText(property.PropertyType, new NullabilityInfoContext().Create(property), property)
                && parameter?.IsDefined(typeof(MayBeEmptyAttribute)) != true,
        };
    }

    // What a list of texts holds is needed as well.
    private static bool IsRequiredText(Type type, NullabilityInfo nullability, ICustomAttributeProvider declaration) =>
        (type == typeof(string) ? nullability.ReadState == NullabilityState.NotNull : ElementType(type) == typeof(string))
        && !declaration.IsDefined(typeof(MayBeEmptyAttribute), true);

    private static Type? ElementType(Type type) => type == typeof(string) || !type.IsAssignableTo(typeof(IEnumerable))
        ? null
        : type.IsArray ? type.GetElementType() : type.GetGenericArguments().LastOrDefault();

    private static bool IsChecked(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var plain && (plain == typeof(string) || plain == typeof(DateOnly) || plain == typeof(DateTimeOffset));

    // Such as the request itself, beside what was read from it.
    private static bool IsFrameworks(Type type) => type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) == true;

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
    /// <param name="IsPlain">Whether it has no values of its own inside.</param>
    /// <param name="Get">Reads it from its owner.</param>
    internal sealed record Member(string Name, ValidationAttribute[] Attributes, bool IsPlain, Func<object, object?> Get)
    {
        /// <summary>Whether it is a text, or texts, with something visible in it.</summary>
        public bool IsText { get; init; }
    }
}
