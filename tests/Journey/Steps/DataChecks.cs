using Metropool.Journey.Clients;
using Metropool.Journey.Gateway;
using Metropool.Journey.Scenarios;

namespace Metropool.Journey.Steps;

/// <summary>Counts the data in every service, and compares it with what the journey created.</summary>
internal sealed class DataChecks(StepRunner runner, Scenario scenario)
{
    private readonly IntakeClient _intake = new(runner.Gateway);
    private readonly SchedulingClient _scheduling = new(runner.Gateway);
    private readonly InternshipClient _internship = new(runner.Gateway);
    private readonly AssessmentClient _assessment = new(runner.Gateway);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var actual = new ActualCounts();
        await runner.RunAsync("Data counted in every service", scenario.Cohorts, (cohort, token) => CountAsync(cohort, actual, token), cancellationToken);
        await runner.RunAsync(
            "Attendance and feedback counted per participant",
            scenario.Enrolled,
            (participant, token) => CountAsync(participant, actual, token),
            cancellationToken);
        AddCounts(actual);
        await runner.RunAsync("Employers see only their own participants", scenario.Employers, CheckEmployerAsync, cancellationToken);
    }

    private void AddCounts(ActualCounts actual)
    {
        var (enrolled, participants, modules) = (scenario.Enrolled.Count, scenario.Participants.Count, scenario.Calendar.Modules);
        var taughtDays = modules.Where(module => !module.IsInternship).Sum(module => module.Days.Count);
        var internshipDays = modules.Where(module => module.IsInternship).Sum(module => module.Days.Count);
        // In each group with replacements two admitted candidates withdrew, whose participations ended, and one was rejected.
        var replacements = scenario.Replacements.Count;
        runner.AddCount("Applications admitted", enrolled, actual.Admitted);
        runner.AddCount("Applications withdrawn", 2 * replacements, actual.Withdrawn);
        runner.AddCount("Applications rejected", replacements, actual.Rejected);
        runner.AddCount("Applications", enrolled + (Replacements.ExtraCandidates * replacements), actual.Applications);
        runner.AddCount("Held places filled by a successor", replacements, actual.Filled);
        runner.AddCount("Held places released", replacements, actual.Released);
        runner.AddCount("Participations", enrolled + (2 * replacements), actual.Participations);
        runner.AddCount("Participations completed", participants, actual.Completed);
        runner.AddCount("Internship files", enrolled + (2 * replacements), actual.Internships);
        runner.AddCount("Internships completed and included in the assessment", participants, actual.InternshipsIncluded);
        runner.AddCount("Internship minutes logged", participants * internshipDays * InternshipSteps.MinutesPerDay, actual.LoggedMinutes);
        runner.AddCount("Internship reports", participants, actual.Reports);
        runner.AddCount("Internships presented", participants, actual.Presented);
        runner.AddCount("Module days attended", participants * taughtDays, actual.DaysAttended);
        runner.AddCount("Module days missed, all of module 1", (enrolled - participants) * modules[0].Days.Count, actual.DaysMissed);
        runner.AddCount("Feedback of dean, trainer and programme manager", participants * 3 * 2, actual.Feedback);
        runner.AddCount("Assessment files", enrolled + (2 * replacements), actual.Assessments);
        runner.AddCount("Logbook chapters", participants * modules.Count, actual.Chapters);
        runner.AddCount("Intake interviews held", enrolled + (Replacements.ExtraCandidates * replacements), actual.IntakeInterviews);
        runner.AddCount("Development interviews held", participants * 2, actual.DevelopmentInterviews);
        runner.AddCount("Final interviews held", participants, actual.FinalInterviews);
        runner.AddCount("Certificates", participants, actual.Certificates);
    }

    private async Task CountAsync(Cohort cohort, ActualCounts actual, CancellationToken cancellationToken)
    {
        var (session, edition) = (cohort.ProjectManager.Session, cohort.EditionId);
        var applications = await _intake.ListAsync(session, edition, cancellationToken);
        var held = await _intake.HeldPlacesAsync(session, edition, cancellationToken);
        var participations = await _scheduling.ParticipationsAsync(session, edition, cancellationToken);
        var internships = await _internship.ListAsync(session, edition, cancellationToken);
        var assessments = await _assessment.ListAsync(session, edition, cancellationToken);
        var intake = await _scheduling.InterviewsAsync(session, edition, "intake", cancellationToken);
        var development = await _scheduling.InterviewsAsync(session, edition, "development", cancellationToken);
        var final = await _scheduling.InterviewsAsync(session, edition, "final", cancellationToken);
        lock (actual)
        {
            actual.Applications += applications.Count;
            actual.Admitted += applications.Count(application => application.Status == "admitted");
            actual.Withdrawn += applications.Count(application => application.Status == "withdrawn");
            actual.Rejected += applications.Count(application => application.Status == "rejected");
            actual.Filled += held.Count(place => place.State == "filled");
            actual.Released += held.Count(place => place.State == "released");
            actual.Participations += participations.Count;
            actual.Completed += participations.Count(participation => participation.Status == "completed");
            actual.Internships += internships.Count;
            actual.InternshipsIncluded += internships.Count(internship => internship is { Status: "completed", IncludedInAssessment: true });
            actual.LoggedMinutes += internships.Sum(internship => internship.LoggedMinutes);
            actual.Reports += internships.Count(internship => internship.ReportSubmittedAt is not null);
            actual.Presented += internships.Count(internship => internship.PresentedAt is not null);
            actual.Assessments += assessments.Count;
            actual.Chapters += assessments.Sum(assessment => assessment.ChaptersSubmitted.Count);
            actual.IntakeInterviews += intake.Count(interview => interview.Status == "held");
            actual.DevelopmentInterviews += development.Count(interview => interview.Status == "held");
            actual.FinalInterviews += final.Count(interview => interview.Status == "held");
            actual.Certificates += assessments.Count(assessment => assessment.Certificate is not null);
        }
    }

    private async Task CountAsync(Participant participant, ActualCounts actual, CancellationToken cancellationToken)
    {
        var days = (await _scheduling.AttendanceAsync(participant.Session, participant.ParticipationId, cancellationToken)).Days;
        var interviews = await _assessment.InterviewsAsync(participant.Session, participant.AssessmentId, cancellationToken);
        lock (actual)
        {
            actual.DaysAttended += days.Count(day => day.Present == true);
            actual.DaysMissed += days.Count(day => day.Present == false);
            actual.Feedback += interviews.Sum(interview => interview.Feedback.Count);
        }
    }

    private async Task CheckEmployerAsync(Employer employer, CancellationToken cancellationToken)
    {
        var own = scenario.Enrolled.Where(participant => participant.Employer == employer).Select(participant => participant.ParticipationId).ToHashSet();
        var others = scenario.Enrolled.Where(participant => participant.Employer != employer).Select(participant => participant.ParticipationId).ToHashSet();
        foreach (var (caller, session) in (IEnumerable<(string, Session)>)[("contact", employer.Contact), ("client", employer.Client)])
        {
            var visible = (await _scheduling.EmployeesAsync(session, cancellationToken)).Select(person => person.ParticipationId).ToList();
            runner.AddCount($"Own participants visible to {employer.Name} ({caller})", own.Count, visible.Count(own.Contains));
            runner.AddCount($"Other participants visible to {employer.Name} ({caller})", 0, visible.Count(others.Contains));
        }
    }

    private sealed class ActualCounts
    {
        public int Applications { get; set; }

        public int Admitted { get; set; }

        public int Withdrawn { get; set; }

        public int Rejected { get; set; }

        public int Filled { get; set; }

        public int Released { get; set; }

        public int Participations { get; set; }

        public int Completed { get; set; }

        public int Internships { get; set; }

        public int InternshipsIncluded { get; set; }

        public int LoggedMinutes { get; set; }

        public int Reports { get; set; }

        public int Presented { get; set; }

        public int DaysAttended { get; set; }

        public int DaysMissed { get; set; }

        public int Feedback { get; set; }

        public int Assessments { get; set; }

        public int Chapters { get; set; }

        public int IntakeInterviews { get; set; }

        public int DevelopmentInterviews { get; set; }

        public int FinalInterviews { get; set; }

        public int Certificates { get; set; }
    }
}
