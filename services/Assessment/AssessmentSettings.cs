using System.ComponentModel.DataAnnotations;

namespace Metropool.Assessment;

/// <summary>What the settings of an edition are until its programme manager sets them: <c>Metropool:Assessment</c>. The brochure leaves them open.</summary>
internal sealed class AssessmentSettings
{
    /// <summary>Whether the final module asks for a logbook chapter as the others do (R35). By default it is optional.</summary>
    public bool DefaultFinalModuleChapterObligatory { get; init; }

    /// <summary>What the PHP is called. The brochure never spells the abbreviation out.</summary>
    [Required, StringLength(100)]
    public string DefaultPhpLabel { get; init; } = "PHP";
}
