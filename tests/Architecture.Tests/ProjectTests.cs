using System.Text.RegularExpressions;

namespace Metropool.Architecture.Tests;

public sealed partial class ProjectTests
{
    // Aspire asks for versions of these that NuGet doesn't have. As central versions they would change the lock files of the services.
    private static readonly string[] AspireNeeds = ["Nerdbank.MessagePack", "Polly.Core", "Polly.Extensions"];

    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void A_service_references_the_platform_and_no_other_service(string service) =>
        Assert.Empty(ProjectFiles.ForeignReferences(Codebase.Text($"services/{service}/{service}.csproj")));

    [Theory]
    [InlineData("../Scheduling/Scheduling.csproj")]
    [InlineData("..\\Scheduling\\Scheduling.csproj")]
    [InlineData("../../gateway/Gateway.csproj")]
    public void A_reference_to_another_service_would_be_seen(string path) =>
        Assert.NotEmpty(ProjectFiles.ForeignReferences($"""<Project><ItemGroup><ProjectReference Include="{path}" /></ItemGroup></Project>"""));

    [Fact]
    public void Every_project_is_built_in_every_configuration()
    {
        var solution = Codebase.Text("Metropool.sln").ReplaceLineEndings("\n");
        var projects = SolutionProject().Matches(solution).Select(match => match.Groups["id"].Value).ToList();

        Assert.Equal(Codebase.Projects.Count, projects.Count);
        Assert.All(projects, id => Assert.All(
            (string[])["Debug", "Release"],
            configuration => Assert.Contains($"\t\t{id}.{configuration}|Any CPU.Build.0 = {configuration}|Any CPU\n", solution, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_contracts_depend_on_nothing()
    {
        Assert.Empty(ProjectFiles.Dependencies(Codebase.Text("platform/Contracts/Contracts.csproj")));
        Assert.All(
            Codebase.AssemblyOf("Contracts").GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_dependency_would_be_seen() =>
        Assert.NotEmpty(ProjectFiles.Dependencies("""<Project><ItemGroup><PackageReference Include="MassTransit.Abstractions" /></ItemGroup></Project>"""));

    [Theory]
    [MemberData(nameof(Codebase.EachProject), MemberType = typeof(Codebase))]
    public void Package_versions_stand_in_one_place(string project) =>
        Assert.Empty(ProjectFiles.OwnVersions(Codebase.Text(project)).Except(project.Contains("AppHost", StringComparison.Ordinal) ? AspireNeeds : []));

    [Theory]
    [InlineData("""<PackageReference Include="Npgsql" Version="9.0.0" />""")]
    [InlineData("""<PackageReference Include="Npgsql" VersionOverride="9.0.0" />""")]
    [InlineData("""<PackageReference Include="Npgsql"><Version>9.0.0</Version></PackageReference>""")]
    public void A_version_of_its_own_would_be_seen(string reference) =>
        Assert.Equal(["Npgsql"], ProjectFiles.OwnVersions($"<Project><ItemGroup>{reference}</ItemGroup></Project>"));

    [Theory]
    [MemberData(nameof(Codebase.EachProject), MemberType = typeof(Codebase))]
    public void Every_project_is_in_the_solution(string project) =>
        Assert.Contains(project.Replace('/', '\\'), Codebase.Text("Metropool.sln"), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Codebase.EachService), MemberType = typeof(Codebase))]
    public void The_AppHost_starts_every_service_and_the_entry_script_builds_it(string service)
    {
        Assert.Contains($"AddService<Projects.{service}>(\"{service.ToLowerInvariant()}\")", Codebase.Text("AppHost/AppHost.cs"), StringComparison.Ordinal);
        Assert.Contains($"services\\\\{service}\\\\{service}.csproj", Codebase.Text("scripts/platform.slnf"), StringComparison.Ordinal);
    }

    [GeneratedRegex("""^Project\(.*csproj", "(?<id>\{[0-9A-F-]+\})"$""", RegexOptions.Multiline)]
    private static partial Regex SolutionProject();
}
