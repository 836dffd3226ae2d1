using Metropool.Journey.Clients;
using Metropool.Journey.Gateway;

namespace Metropool.Journey.Play;

/// <summary>Asks every service at the end whether everything is there, once.</summary>
internal sealed class Reckoning(Stage stage, World world)
{
    private readonly IntakeClient _intake = new(stage.Gateway);
    private readonly SchedulingClient _scheduling = new(stage.Gateway);
    private readonly InternshipClient _internship = new(stage.Gateway);
    private readonly AssessmentClient _assessment = new(stage.Gateway);

    /// <summary>Certificates handed out, and verified by somebody who isn't signed in (R40).</summary>
    public async Task HandOutAsync(CancellationToken cancellationToken)
    {
        await world.Time.MoveToEveningAsync(world.Calendar.ClosingEvent, "Closing event", cancellationToken);
        await stage.StepAsync("Nothing missing in anybody's table of requirements", world.Participants, AwaitRequirementsAsync, cancellationToken);
        await stage.StepAsync("Certificates issued", world.Participants, (participant, token) =>
            _assessment.IssueCertificateAsync(participant.Cohort.Dean.Session, participant.AssessmentId, world.Calendar.ClosingEvent, token), cancellationToken);
        await stage.StepAsync("Certificates verified by anybody", world.Participants, VerifyAsync, cancellationToken);
        await stage.StepAsync("Participations completed", world.Cohorts, AwaitCompletedAsync, cancellationToken);
    }

    /// <summary>Counts everything in every service.</summary>
    public async Task CountAsync(CancellationToken cancellationToken)
    {
        var found = new Found();
        await stage.StepAsync("Everything counted, by asking every service", world.Cohorts, (cohort, token) => CountAsync(cohort, found, token), cancellationToken);
        await stage.StepAsync("Attendance and feedback counted, by asking everybody for their own", world.Everybody, (participant, token) => CountAsync(participant, found, token), cancellationToken);
        var everybody = world.Everybody.Count;
        var participants = world.Participants.Count;
        var chapters = world.Calendar.Modules.Count;
        var taughtDays = world.Calendar.Modules.Where(module => !module.IsInternship).Sum(module => module.Days.Count);
        // Two withdrew from a place, for which there is a participation that ended; one was rejected.
        var turns = world.Turns.Count;
        stage.Count("Applications admitted", everybody, found.Admitted);
        stage.Count("Applications withdrawn", 2 * turns, found.Withdrawn);
        stage.Count("Applications rejected", turns, found.Rejected);
        stage.Count("Applications", everybody + (Turns.More * turns), found.Applications);
        stage.Count("Places held for an employer, and taken by the successor", turns, found.Filled);
        stage.Count("Places held for an employer, and given up", turns, found.GivenUp);
        stage.Count("Participations", everybody + (2 * turns), found.Participations);
        stage.Count("Participations completed", participants, found.Completed);
        stage.Count("Internship files", everybody + (2 * turns), found.Internships);
        stage.Count("Internships completed and taken over", participants, found.InternshipsTakenOver);
        stage.Count("Internship minutes logged", participants * world.Calendar.Modules.Where(module => module.IsInternship).Sum(module => module.Days.Count) * Internships.MinutesPerDay, found.LoggedMinutes);
        stage.Count("Internship reports", participants, found.Reports);
        stage.Count("Internships presented", participants, found.Presented);
        stage.Count("Module days attended", participants * taughtDays, found.DaysAttended);
        stage.Count("Module days missed, all of module 1", (everybody - participants) * world.Calendar.Modules[0].Days.Count, found.DaysMissed);
        stage.Count("Feedback of dean, trainer and programme manager", participants * 3 * 2, found.Feedback);
        stage.Count("Assessment files", everybody + (2 * turns), found.Assessments);
        stage.Count("Logbook chapters", participants * chapters, found.Chapters);
        stage.Count("Intake interviews held", everybody + (Turns.More * turns), found.IntakeInterviews);
        stage.Count("Development interviews held", participants * 2, found.DevelopmentInterviews);
        stage.Count("Final interviews held", participants, found.FinalInterviews);
        stage.Count("Certificates", participants, found.Certificates);
        await stage.StepAsync("Employers see their own people, and nobody else's", world.Employers, CheckEmployerAsync, cancellationToken);
    }

    // The events of the last module may still be on their way.
    private Task AwaitRequirementsAsync(Participant participant, CancellationToken cancellationToken) => stage.Patience.UntilNothingMissingAsync(
        "all requirements of the certificate are met",
        async token =>
        {
            var table = await _assessment.RequirementsAsync(participant.Session, participant.AssessmentId, token);
            return table.AllMet ? null : string.Join(", ", table.Items.Where(item => !item.Met).Select(item => item.Code));
        },
        cancellationToken);

    private async Task VerifyAsync(Participant participant, CancellationToken cancellationToken)
    {
        var certificate = await _assessment.CertificateAsync(participant.Session, participant.AssessmentId, cancellationToken);
        var verified = await _assessment.VerifyAsync(certificate.VerificationCode, cancellationToken)
            ?? throw new JourneyException($"Certificate {certificate.Number} can't be verified.");
        if (!verified.Valid || verified.Number != certificate.Number || verified.Name != certificate.Name)
        {
            throw new JourneyException($"Certificate {certificate.Number} verifies as {verified}.");
        }

        participant.HasCertificate = true;
    }

    private Task AwaitCompletedAsync(Cohort cohort, CancellationToken cancellationToken) => stage.Patience.UntilAsync(
        $"Scheduling knows that the participations of {cohort.Name} are completed",
        async token =>
        {
            var completed = (await _scheduling.ParticipationsAsync(cohort.ProjectManager.Session, cohort.EditionId, token))
                .Where(participation => participation.Status == "completed").Select(participation => participation.Id).ToHashSet();
            return cohort.Participants.Where(participant => !participant.IsLeftBehind).All(participant => completed.Contains(participant.ParticipationId));
        },
        cancellationToken);

    private async Task CountAsync(Cohort cohort, Found found, CancellationToken cancellationToken)
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
        lock (found)
        {
            found.Applications += applications.Count;
            found.Admitted += applications.Count(application => application.Status == "admitted");
            found.Withdrawn += applications.Count(application => application.Status == "withdrawn");
            found.Rejected += applications.Count(application => application.Status == "rejected");
            found.Filled += held.Count(place => place.State == "filled");
            found.GivenUp += held.Count(place => place.State == "released");
            found.Participations += participations.Count;
            found.Completed += participations.Count(participation => participation.Status == "completed");
            found.Internships += internships.Count;
            found.InternshipsTakenOver += internships.Count(internship => internship is { Status: "completed", TakenOver: true });
            found.LoggedMinutes += internships.Sum(internship => internship.LoggedMinutes);
            found.Reports += internships.Count(internship => internship.ReportSubmittedAt is not null);
            found.Presented += internships.Count(internship => internship.PresentedAt is not null);
            found.Assessments += assessments.Count;
            found.Chapters += assessments.Sum(assessment => assessment.ChaptersSubmitted.Count);
            found.IntakeInterviews += intake.Count(interview => interview.Status == "held");
            found.DevelopmentInterviews += development.Count(interview => interview.Status == "held");
            found.FinalInterviews += final.Count(interview => interview.Status == "held");
            found.Certificates += assessments.Count(assessment => assessment.Certificate is not null);
        }
    }

    private async Task CountAsync(Participant participant, Found found, CancellationToken cancellationToken)
    {
        var days = (await _scheduling.AttendanceAsync(participant.Session, participant.ParticipationId, cancellationToken)).Days;
        var interviews = await _assessment.InterviewsAsync(participant.Session, participant.AssessmentId, cancellationToken);
        lock (found)
        {
            found.DaysAttended += days.Count(day => day.Present == true);
            found.DaysMissed += days.Count(day => day.Present == false);
            found.Feedback += interviews.Sum(interview => interview.Feedback.Count);
        }
    }

    private async Task CheckEmployerAsync(Employer employer, CancellationToken cancellationToken)
    {
        foreach (var (who, session) in (IEnumerable<(string, Session)>)[("contact", employer.Contact), ("client", employer.Machine)])
        {
            var seen = (await _scheduling.EmployeesAsync(session, cancellationToken)).Select(person => person.ParticipationId).ToList();
            var own = world.Everybody.Where(participant => participant.Employer == employer).Select(participant => participant.ParticipationId).ToHashSet();
            var others = world.Everybody.Where(participant => participant.Employer != employer).Select(participant => participant.ParticipationId).ToHashSet();
            stage.Count($"Own people that {employer.Name} sees as {who}", own.Count, seen.Count(own.Contains));
            stage.Count($"Other people that {employer.Name} sees as {who}", 0, seen.Count(others.Contains));
        }
    }

    private sealed class Found
    {
        public int Applications { get; set; }

        public int Admitted { get; set; }

        public int Withdrawn { get; set; }

        public int Rejected { get; set; }

        public int Filled { get; set; }

        public int GivenUp { get; set; }

        public int Participations { get; set; }

        public int Completed { get; set; }

        public int Internships { get; set; }

        public int InternshipsTakenOver { get; set; }

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
