using System.Reflection;

namespace Metropool.AppHost.Local;

/// <summary>How our programs run on this machine.</summary>
internal static class ProjectResourceExtensions
{
    private static readonly string Configuration =
        typeof(ProjectResourceExtensions).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>
    /// Starts the built program itself, without a <c>dotnet run</c> around it (some 70 MB each), with the console and the traces that a service has of itself,
    /// and with settings for many processes on a small machine.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithLocalDefaults(this IResourceBuilder<ProjectResource> project) => project
        .WithLaunchToolArgs(context =>
        {
            context.Args.Add("exec");
            context.Args.Add(ProgramOf(project.Resource.GetProjectMetadata()));
        })
        // Aspire would record every trace that a poll begins, and write log lines without their trace.
        .WithEnvironment("OTEL_TRACES_SAMPLER", "parentbased_always_on")
        .WithEnvironment("LOGGING__CONSOLE__FORMATTERNAME", "lines")
        // The default: what is in a query stays out of traces.
        .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", "false")
        .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION", "false")
        // Start quickly, and collect garbage early (4 MB; by default as much as the processor's cache). Generated code is mapped once and not twice (W^X).
        .WithEnvironment("DOTNET_TieredPGO", "0")
        .WithEnvironment("DOTNET_GCgen0size", "0x400000")
        .WithEnvironment("DOTNET_EnableWriteXorExecute", "0")
        // The C library keeps freed memory for each of its arenas, of which it makes eight for each processor.
        .WithEnvironment("MALLOC_ARENA_MAX", "2");

    /// <summary>The built program of a project.</summary>
    public static string ProgramOf(IProjectMetadata project)
    {
        var name = Path.GetFileNameWithoutExtension(project.ProjectPath).Replace("Metropool.", "", StringComparison.Ordinal);
        return Path.Combine(Path.GetDirectoryName(project.ProjectPath)!, "bin", Configuration, "net10.0", $"Metropool.{name}.dll");
    }
}
