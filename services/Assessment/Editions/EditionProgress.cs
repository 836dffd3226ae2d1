using Metropool.Assessment.Replicas;
using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Editions;

/// <summary>The modules of an edition, those that are completed, and the settings.</summary>
/// <param name="Edition">The edition; null until it is known to this service.</param>
/// <param name="Completed">The taught and final modules whose last day has passed.</param>
/// <param name="Settings">The settings of the edition, or the defaults.</param>
internal sealed record EditionProgress(Edition? Edition, IReadOnlyList<CompletedModule> Completed, EditionSettings Settings)
{
    /// <summary>The modules in order.</summary>
    public IReadOnlyList<Module> Modules => Edition is { Modules.Count: > 0 } edition ? edition.Modules : Module.Default;

    /// <summary>The module with a number; null if the edition has none.</summary>
    public Module? ModuleOf(int number) => Modules.FirstOrDefault(module => module.Number == number);

    /// <summary>The completion of a taught or the final module; null until it is completed.</summary>
    public CompletedModule? CompletionOf(int number) => Completed.FirstOrDefault(module => module.Number == number);

    /// <summary>Whether the certificate requires a module's chapter (R35). The chapter of the final module is optional by default.</summary>
    public bool ChapterIsObligatory(Module module) => module.Kind != ModuleKind.Final || Settings.FinalModuleChapterObligatory;
}
