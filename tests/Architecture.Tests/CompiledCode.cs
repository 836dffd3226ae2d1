using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using MassTransit;
using Metropool.Contracts;
using Microsoft.AspNetCore.Components;

namespace Metropool.Architecture.Tests;

/// <summary>What compiled code uses and is made of.</summary>
internal static class CompiledCode
{
    private static readonly HashSet<string> SystemClock =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.TimeProvider.get_System",
    ];

    /// <summary>Wherever it asks what time the machine has (ADR 2: rules use programme time).</summary>
    public static IEnumerable<string> UsesOfTheSystemClock(Assembly assembly) => Members(assembly).Where(SystemClock.Contains);

    /// <summary>Wherever it judges emptiness by white space alone, and not by <see cref="Http.TextPolicy"/> (ADR 28).</summary>
    public static IEnumerable<string> UsesOfWhiteSpaceAlone(Assembly assembly) =>
        Members(assembly).Where(member => member == "System.String.IsNullOrWhiteSpace");

    /// <summary>Wherever it has the bus itself in its hands, past the outbox (ADR 5).</summary>
    public static IEnumerable<string> UsesOfTheBus(Assembly assembly) =>
        Types(assembly).Where(type => type is "MassTransit.IBus" or "MassTransit.IBusControl" or "MassTransit.ISendEndpointProvider");

    /// <summary>Wherever it begins a transaction itself, which no deadlock repeats, and not through <see cref="Hosting.Transactions"/>.</summary>
    public static IEnumerable<string> TransactionsByHand(Assembly assembly) =>
        Members(assembly)
            .Where(member => member.StartsWith("Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade.BeginTransaction", StringComparison.Ordinal));

    /// <summary>The assemblies of other services that it knows.</summary>
    public static IEnumerable<string> OtherServices(Assembly assembly) =>
        assembly.GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => Codebase.Services.Contains(name.Replace("Metropool.", "", StringComparison.Ordinal)));

    /// <summary>Consumers are internal and sealed.</summary>
    public static IEnumerable<Type> OpenConsumers(Assembly assembly) => assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IConsumer)))
        .Where(type => type.IsVisible || !type.IsSealed);

    /// <summary>
    /// What others could use that nobody but the service needs. Migrations are generated, and Program is public of itself;
    /// so are Razor components, and with them what lies beside them and is given to them.
    /// </summary>
    public static IEnumerable<Type> PublicTypes(Assembly assembly)
    {
        var pages = assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(IComponent))).Select(type => type.Namespace).ToHashSet();
        return assembly.GetExportedTypes()
            .Where(type => type.Name != "Program"
                && type.Namespace?.EndsWith(".Migrations", StringComparison.Ordinal) != true
                && !pages.Contains(type.Namespace));
    }

    /// <summary>Methods of events, beside what the compiler makes of a record and how it names its aggregate and its data subject.</summary>
    public static IEnumerable<string> BehaviourOfEvents(IEnumerable<Type> types) => types
        .Where(type => type.IsClass && type.IsAssignableTo(typeof(IIntegrationEvent)))
        .SelectMany(type => type
            .GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName && !IsOfRecord(method) && !method.Name.EndsWith(".get_AggregateId", StringComparison.Ordinal)
                && !method.Name.EndsWith(".get_DataSubjectId", StringComparison.Ordinal))
            .Select(method => $"{type.Name}.{method.Name}"));

    private static bool IsOfRecord(MethodInfo method) =>
        method.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute))
            || method.Name is "<Clone>$" or "PrintMembers" or "ToString" or "GetHashCode" or "Equals";

    private static List<string> Members(Assembly assembly) => Read(assembly, reader =>
        [.. reader.MemberReferences.Select(reader.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => $"{NameOf(reader, reader.GetTypeReference((TypeReferenceHandle)member.Parent))}.{reader.GetString(member.Name)}")]);

    private static List<string> Types(Assembly assembly) =>
        Read(assembly, reader => [.. reader.TypeReferences.Select(handle => NameOf(reader, reader.GetTypeReference(handle)))]);

    private static string NameOf(MetadataReader reader, TypeReference type) => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";

    private static List<string> Read(Assembly assembly, Func<MetadataReader, List<string>> read)
    {
        using var file = File.OpenRead(assembly.Location);
        using var image = new PEReader(file);
        return read(image.GetMetadataReader());
    }
}
