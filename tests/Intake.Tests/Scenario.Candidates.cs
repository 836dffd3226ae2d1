namespace Metropool.Intake.Tests;

/// <summary>Candidates, by how far their application is.</summary>
internal sealed partial class Scenario
{
    /// <summary>A complete application, of the employer with an account.</summary>
    public JsonObject Content() => Candidate.Content(EditionId, EmployerId);

    /// <summary>A complete application, of an employer that is known by name only.</summary>
    public JsonObject ContentByName(string employer = "Gemeente zonder account")
    {
        var content = Candidate.Content(EditionId);
        content["employer"]!["name"] = employer;
        return content;
    }

    public async Task<Candidate> DraftAsync(object? content = null, Guid? personId = null)
    {
        var person = personId ?? Some.Id();
        var client = Intake.PersonClient(person);
        var application = await client.PostAsync("/intake/v1/applications", content ?? Content()).OkAsync();
        return new Candidate(this, client, person, application.Id());
    }

    public async Task<Candidate> SubmittedAsync(Guid? personId = null, object? content = null)
    {
        var candidate = await DraftAsync(content, personId);
        await candidate.SubmitAsync().OkAsync();
        return candidate;
    }

    /// <summary>A submitted application, of an employer that is known by name only.</summary>
    public Task<Candidate> SubmittedByNameAsync(string employer = "Gemeente zonder account") => SubmittedAsync(content: ContentByName(employer));

    /// <summary>A submitted application of a candidate with a surname.</summary>
    public Task<Candidate> NamedAsync(string surname, string? prefix = null, string employer = "Voorbeeldgemeente")
    {
        var content = ContentByName(employer);
        (content["name"]!["surname"], content["name"]!["prefix"]) = (surname, prefix);
        return SubmittedAsync(content: content);
    }

    /// <summary>An application whose interview is booked and has begun.</summary>
    public async Task<Candidate> BookedAsync(Guid? personId = null)
    {
        var candidate = await SubmittedAsync(personId);
        await candidate.BookAsync();
        return candidate;
    }

    /// <summary>An application whose interview was held.</summary>
    public async Task<Candidate> HeldAsync()
    {
        var candidate = await BookedAsync();
        await candidate.RecordHeldAsync(Dean).OkAsync();
        return candidate;
    }

    /// <summary>An application with a judgement by the programme manager.</summary>
    public async Task<Candidate> JudgedAsync()
    {
        var candidate = await HeldAsync();
        await candidate.JudgeAsync(Manager).OkAsync();
        return candidate;
    }

    /// <summary>An application with a confirmed judgement; the employer wasn't asked yet.</summary>
    public async Task<Candidate> ConfirmedAsync()
    {
        var candidate = await SubmittedAsync();
        await candidate.InterviewAsync();
        return candidate;
    }

    /// <summary>An application with a confirmed judgement, of an employer that is known by name only and wasn't asked yet.</summary>
    public async Task<Candidate> ConfirmedByNameAsync()
    {
        var candidate = await SubmittedByNameAsync();
        await candidate.InterviewAsync();
        return candidate;
    }

    /// <summary>An application that has all it needs for a decision: a confirmed judgement and the employer's agreement.</summary>
    public async Task<Candidate> InterviewedAsync()
    {
        var candidate = await ConfirmedAsync();
        await candidate.AgreedAsync();
        return candidate;
    }

    public Task<Candidate> AdmittedAsync() => DecidedAsync("admit", "admitted");

    public Task<Candidate> RejectedAsync() => DecidedAsync("reject", "rejected");

    /// <summary>An application that was to be admitted, and is on the waiting list because no place is free.</summary>
    public Task<Candidate> WaitListedAsync() => DecidedAsync("admit", "waitListed");

    /// <summary>The person who accepts the nomination that was mailed to an address.</summary>
    public async Task<Candidate> AcceptNominationAsync(string email, Guid? personId = null)
    {
        var person = personId ?? Some.Id();
        var client = Intake.PersonClient(person);
        var application = await client.PostAsync("/intake/v1/nominations/acceptance", new { code = await Intake.CodeMailedAsync(email) }).OkAsync();
        return new Candidate(this, client, person, application.Id());
    }

    /// <summary>Another person declines the nomination that was mailed to an address.</summary>
    public async Task DeclineNominationAsync(string email) =>
        await Intake.PersonClient().PostAsync("/intake/v1/nominations/refusal", new { code = await Intake.CodeMailedAsync(email) }).NoContentAsync();

    public static async Task<List<Candidate>> ManyAsync(int count, Func<Task<Candidate>> create)
    {
        var candidates = new List<Candidate>();
        for (var i = 0; i < count; i++)
        {
            candidates.Add(await create());
        }

        return candidates;
    }

    private async Task<Candidate> DecidedAsync(string outcome, string status)
    {
        var candidate = await InterviewedAsync();
        Assert.Equal(status, (await candidate.DecideAsync(Manager, outcome).OkAsync()).Text("status"));
        return candidate;
    }
}
