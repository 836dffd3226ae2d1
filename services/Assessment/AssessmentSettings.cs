using System.ComponentModel.DataAnnotations;

namespace Metropool.Assessment;

/// <summary>The settings of an edition until its programme manager changes them: section <c>Metropool:Assessment</c>.</summary>
internal sealed class AssessmentSettings
{
    /// <summary>Whether the logbook chapter of the final module is obligatory (R35).</summary>
    public bool DefaultFinalModuleChapterObligatory { get; init; }

    /// <summary>The name of the PHP. The brochure doesn't explain the abbreviation.</summary>
    [Required, StringLength(100)]
    public string DefaultPhpLabel { get; init; } = "PHP";
}
