using Metropool.Contracts.Scheduling;

namespace Metropool.Assessment.Editions;

/// <summary>What an assessment asks of its edition: which modules it has, which are over, and what was set.</summary>
/// <param name="Edition">The edition, or null while Scheduling's event about it hasn't come.</param>
/// <param name="Completed">The taught and final modules whose last day is over.</param>
/// <param name="Settings">What was set, or the defaults.</param>
internal sealed record EditionProgress(Edition? Edition, IReadOnlyList<CompletedModule> Completed, EditionSettings Settings)
{
    /// <summary>The modules in order.</summary>
    public IReadOnlyList<Module> Modules => Edition is { Modules.Count: > 0 } edition ? edition.Modules : Module.AsInEveryEdition;

    /// <summary>The module that a logbook chapter is about; null where the edition has none of that number.</summary>
    public Module? ModuleOf(int number) => Modules.FirstOrDefault(module => module.Number == number);

    /// <summary>The completion of a taught or the final module; null while it goes on.</summary>
    public CompletedModule? CompletionOf(int number) => Completed.FirstOrDefault(module => module.Number == number);

    /// <summary>Whether the certificate asks for a module's chapter (R35: the final module's is optional unless it was set otherwise).</summary>
    public bool ChapterIsObligatory(Module module) => module.Kind != ModuleKind.Final || Settings.FinalModuleChapterObligatory;
}
