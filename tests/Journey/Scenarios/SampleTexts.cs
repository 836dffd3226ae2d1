using Metropool.Journey.Clients;

namespace Metropool.Journey.Scenarios;

/// <summary>The texts that the persons of a demonstration write.</summary>
internal static class SampleTexts
{
    public static ApplicationRequest Application(Participant participant, DateOnly employedFrom) => new(
        NameOf(participant),
        new ApplicationEmployer(participant.Employer.OrganisationId, participant.Employer.Name, employedFrom),
        "Strategisch adviseur",
        "Een wijk waarin wonen, zorg en bereikbaarheid elkaar in de weg zitten.",
        new LearningLines("Grootstedelijke vraagstukken in hun samenhang leren zien.", "Leren sturen zonder formele macht."),
        "Ik wil mijn vak verdiepen en mijn eigen manier van werken onderzoeken.",
        "Ervaring met beleid, uitvoering en samenwerking in de stad.");

    public static CandidateName NameOf(Participant participant)
    {
        var words = participant.Name.Split(' ', 2);
        return new CandidateName(words[0], words.ElementAtOrDefault(1) ?? words[0], participant.Name);
    }

    public static JudgedCriterion Fits(string criterion) => new(true, $"{criterion}: past bij wat Metropool biedt.");

    public const string Admitted = "Leerwensen, motivatie en capaciteiten passen bij de opleiding.";

    public const string NoBudget = "Dit jaar is er geen budget.";

    public const string NotAgreed = "Zonder akkoord van de werkgever is er geen plaats. In een volgende editie kan het opnieuw.";

    public const string Acknowledgement = "Bekend: de data staan zo in de brochure en worden met de groep besproken.";

    public const string OtherObligations = "Andere verplichtingen.";

    public const string MissedModuleOne = "Module 1 gemist; de deelnemer is gehoord en kan in de volgende editie instromen.";

    public const string Insights = "Wat deze module leerde over de stad en wat dat voor de eigen opgave betekent.";

    public const string Reflection = "Wat dit vroeg van de eigen manier van werken, en wat de volgende stap is.";

    public const string LearningPlan = "Wat ik wil leren, hoe ik dat doe en waaraan ik het merk.";

    public const string Challenge = "De opgave waaraan ik werk, en hoe mijn blik erop verandert.";

    public const string Php = "De persoonlijke opbrengst van de opleiding, en hoe ik die vasthoud.";

    public const string Feedback = "Wat in de ontwikkeling opvalt, en wat we meegeven.";
}
