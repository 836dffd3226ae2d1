using System.Globalization;
using Metropool.Assessment.Assessments;
using Metropool.Assessment.Editions;
using Metropool.Assessment.Interviews;
using Metropool.Assessment.Pages;
using Metropool.Assessment.Replicas;
using Metropool.Contracts.Scheduling;
using Metropool.Hosting.ProgrammeTime;

namespace Metropool.Assessment.Requirements;

/// <summary>
/// "Waar sta ik?": the requirements of the certificate, each met or missing (R39). They follow from the data only, and can't be ticked off.
/// </summary>
internal static class RequirementTable
{
    private static readonly string[] Ordinals = ["Eerste", "Tweede"];

    /// <summary>The table of a file whose participation is known.</summary>
    public static IReadOnlyList<Requirement> Of(AssessmentFile file, EditionProgress edition) =>
    [
        ModuleOne(file),
        Attendance(file, edition),
        .. edition.Modules.Where(edition.ChapterIsObligatory).Select(module => Chapter(file, module, edition)),
        DevelopmentInterview(file, RequirementCodes.FirstDevelopmentInterview, 0),
        DevelopmentInterview(file, RequirementCodes.SecondDevelopmentInterview, 1),
        InternshipItem(
            RequirementCodes.Internship,
            "Stage afgerond",
            file.Internship?.CompletedAt,
            "The internship isn't completed.",
            "Loop je stage, schrijf je uren en lever je verslag in."),
        InternshipItem(
            RequirementCodes.InternshipReport,
            "Stageverslag ingeleverd",
            file.Internship?.ReportSubmittedAt,
            "The internship report wasn't submitted.",
            "Lever je stageverslag in: het onderzoek en de reflectie."),
        InternshipItem(
            RequirementCodes.InternshipPresented,
            "Stage gepresenteerd",
            file.Internship?.PresentedAt,
            "The internship wasn't presented.",
            "Presenteer je stage op de stagebijeenkomst, of op een ander moment als dat niet lukt."),
        Php(file, edition.Settings.PhpLabel),
        FinalInterview(file, edition.Settings.PhpLabel),
    ];

    private static Requirement ModuleOne(AssessmentFile file)
    {
        var requirement = new Requirement(RequirementCodes.ModuleOne, "Module 1 bijgewoond");
        return file.Attendance switch
        {
            { ModuleOneAttended: true } attendance => requirement.MetSince(attendance.ModuleOneSince ?? attendance.StatusSince),
            { ModuleOneAttended: false } => requirement.NotMet(
                "Module 1 was missed, which can't be compensated (R20).", "Module 1 kan niet worden gemist. Bespreek met de decaan hoe het verder gaat."),
            _ => requirement.NotMet("Module 1 hasn't ended.", "Woon alle dagen van module 1 bij."),
        };
    }

    // All modules are obligatory (R18): the obligation is met once all of them have ended and are fully recorded.
    private static Requirement Attendance(AssessmentFile file, EditionProgress edition)
    {
        var requirement = new Requirement(RequirementCodes.Attendance, "Aan de aanwezigheidsverplichting voldaan");
        var remaining = RemainingModules(file, edition).ToList();
        return file.Attendance switch
        {
            { Status: AttendanceStatus.Failed } => requirement.NotMet(
                "The attendance obligation can no longer be met.",
                "Aan de verplichting kan niet meer worden voldaan. Bespreek met de decaan hoe het verder gaat."),
            { Status: AttendanceStatus.AtRisk } => requirement.NotMet(
                "An absence isn't compensated, or waits for a decision.", "Maak je inhaalopdracht, of wacht op het besluit over je afmelding."),
            null or { Status: AttendanceStatus.Unknown } => requirement.NotMet("No attendance is recorded.", "Woon de moduledagen bij."),
            _ when remaining.Count > 0 => requirement.NotMet(
                $"Modules that haven't ended: {Numbers(remaining)}.", $"Woon de modules bij die nog komen: {Numbers(remaining)}."),
            { ModulesAwaitingRecord: { Count: > 0 } unrecorded } => requirement.NotMet(
                $"Modules whose attendance isn't fully recorded: {Numbers(unrecorded)}.",
                $"De aanwezigheid is nog niet volledig genoteerd (module {Numbers(unrecorded)}); vraag het de projectmanager."),
            { Status: AttendanceStatus.InProgress } => requirement.NotMet(
                "The attendance isn't evaluated yet.", "Nog niet bekend. Wacht tot je aanwezigheid bij alle modules is verwerkt."),
            var attendance => requirement.MetSince(edition.Completed.Select(module => module.CompletedAt).Append(attendance.StatusSince).Max()),
        };
    }

    // The completion of a module and the attendance status arrive in two events: a module counts once the status takes it into account.
    private static IEnumerable<int> RemainingModules(AssessmentFile file, EditionProgress edition) => edition.Modules
        .Where(module => module.Kind != ModuleKind.Internship && !file.EvaluatedModules.Contains(module.Number))
        .Select(module => module.Number);

    private static Requirement Chapter(AssessmentFile file, Module module, EditionProgress edition)
    {
        var requirement = new Requirement(RequirementCodes.Chapter(module.Number), $"Logboek, hoofdstuk {module.Number}: {module.Title}");
        if (file.Chapters.FirstOrDefault(chapter => chapter.ModuleNumber == module.Number) is { } written)
        {
            return requirement.MetSince(written.SubmittedAt);
        }

        return requirement.NotMet(
            $"The logbook chapter of module {module.Number} wasn't submitted.",
            file.ChapterOpenSince(module, edition) is not null ? "Schrijf dit hoofdstuk en lever het in."
                : module.Kind == ModuleKind.Internship ? "Schrijf dit hoofdstuk na je stage."
                : "Schrijf dit hoofdstuk na afloop van de module.");
    }

    private static Requirement DevelopmentInterview(AssessmentFile file, string code, int index)
    {
        var requirement = new Requirement(code, $"{Ordinals[index]} ontwikkelgesprek gevoerd");
        var held = file.Held.Where(held => held.Kind == InterviewKind.Development).OrderBy(held => held.StartsAt).ElementAtOrDefault(index);
        return held is not null
            ? requirement.MetSince(held.RecordedAt)
            : requirement.NotMet(
                $"The {(index == 0 ? "first" : "second")} development interview wasn't held.",
                Planned(file, InterviewKind.Development) ?? "Voer het gesprek met de decaan en een trainer; het wordt voor je gepland.");
    }

    private static Requirement InternshipItem(string code, string label, DateTimeOffset? since, string missing, string toDo)
    {
        var requirement = new Requirement(code, label);
        return since is { } met ? requirement.MetSince(met) : requirement.NotMet(missing, toDo);
    }

    private static Requirement Php(AssessmentFile file, string label)
    {
        var requirement = new Requirement(RequirementCodes.Php, $"{label} ingeleverd");
        return file.Pages.FirstOrDefault(page => page.Kind == PageKind.Php) is { } php
            ? requirement.MetSince(php.BegunAt)
            : requirement.NotMet($"The {label} wasn't submitted.", $"Schrijf je {label}: het eindgesprek gaat ervan uit.");
    }

    private static Requirement FinalInterview(AssessmentFile file, string phpLabel)
    {
        var requirement = new Requirement(RequirementCodes.FinalInterview, "Eindgesprek gevoerd");
        return file.Held.FirstOrDefault(held => held.Kind == InterviewKind.Final) switch
        {
            { CountsSince: { } since } => requirement.MetSince(since),
            { } held => requirement.NotMet(
                $"Feedback on the final interview is missing from the {string.Join(" and the ", held.AwaitingFeedback.Select(English))} (R38).",
                $"Wacht op de feedback van de {string.Join(" en de ", held.AwaitingFeedback.Select(Dutch))}."),
            null => requirement.NotMet(
                "The final interview wasn't held.",
                Planned(file, InterviewKind.Final) ?? $"Lever je stageverslag en je {phpLabel} in; daarna wordt het gesprek gepland."),
        };
    }

    private static string? Planned(AssessmentFile file, InterviewKind kind)
    {
        var next = file.Interviews
            .Where(interview => interview.Kind == kind && interview.Status == InterviewStatus.Booked)
            .Where(interview => file.Held.All(held => held.InterviewId != interview.Id))
            .MinBy(interview => interview.StartsAt);
        return next is null
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"Het gesprek staat gepland op {ProgrammeClock.DayOf(next.StartsAt):dd-MM-yyyy}.");
    }

    private static string English(HeldSeat seat) => seat.Role == TeamRole.Dean ? "dean" : "programme manager";

    private static string Dutch(HeldSeat seat) => seat.Role == TeamRole.Dean ? "decaan" : "opleidingsmanager";

    private static string Numbers(IEnumerable<int> numbers) => string.Join(", ", numbers);
}
