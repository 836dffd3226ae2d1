using Metropool.Intake.Agreements;
using Microsoft.EntityFrameworkCore;

namespace Metropool.Intake.Tests;

/// <summary>The agreement of the employer.</summary>
internal sealed partial record Candidate
{
    /// <summary>Asks the employer for its agreement.</summary>
    public Task<HttpResponseMessage> AskAsync(object? body = null) => Client.PostAsync($"{Path}/agreement-requests", body ?? new { });

    /// <summary>Asks the employer for its agreement; returns the id of the agreement.</summary>
    public async Task<Guid> AskedAsync(object? body = null) => (await AskAsync(body).OkAsync()).Id("agreement.agreementId");

    /// <summary>Asks an employer without an account for its agreement; returns the id of the agreement.</summary>
    public Task<Guid> AskedByMailAsync(string email) => AskedAsync(new { contactEmail = email });

    /// <summary>Asks the employer, which agrees; returns the id of the agreement.</summary>
    public async Task<Guid> AgreedAsync()
    {
        var id = await AskedAsync();
        await GrantAsync(id).OkAsync();
        return id;
    }

    /// <summary>Asks an employer without an account, which agrees through the mailed link.</summary>
    public async Task AgreedByMailAsync(string email)
    {
        await AskedByMailAsync(email);
        await AgreeByLinkAsync(email);
    }

    /// <summary>An employer without an account agrees through the link that was mailed last.</summary>
    public async Task AgreeByLinkAsync(string email)
    {
        var link = await Intake.LinkMailedAsync(email);
        await Intake.SendFormAsync("/intake/agreement", OK, AgreementForm.Filled(await Intake.OpenPageAsync(link), link));
    }

    public async Task<Guid> AgreementIdAsync() => (await ReadAsync()).Id("agreement.agreementId");

    /// <summary>The statuses of all agreements, oldest first.</summary>
    public Task<List<AgreementStatus>> AgreementStatusesAsync() => Intake.InDatabase(db => db.Agreements
        .Where(a => a.ApplicationId == ApplicationId).OrderBy(a => a.Number).Select(a => a.Status).ToListAsync(TestContext.Current.CancellationToken));

    public Task<HttpResponseMessage> WithdrawRequestAsync() => Client.PostAsync($"{Path}/agreement-requests/withdrawal");

    /// <summary>The employer grants the agreement as it reads it now.</summary>
    public async Task<HttpResponseMessage> GrantAsync(Guid id, HttpClient? by = null, string? externalReference = null)
    {
        var employer = by ?? Scenario.Employer;
        var grant = await GrantRequestAsync(employer, id);
        grant["externalReference"] = externalReference;
        return await GrantAsync(id, grant, employer);
    }

    public Task<HttpResponseMessage> GrantAsync(Guid id, JsonObject grant, HttpClient? by = null) =>
        (by ?? Scenario.Employer).PostAsync($"/intake/v1/agreements/{id}/grant", grant);

    public Task<HttpResponseMessage> RefuseAgreementAsync(Guid id, string reason = "Nee.", string? externalReference = null) =>
        Scenario.Employer.PostAsync($"/intake/v1/agreements/{id}/refusal", new { reason, externalReference });

    /// <summary>The request by which an employer grants an agreement as it reads it now.</summary>
    public static async Task<JsonObject> GrantRequestAsync(HttpClient employer, Guid id) => GrantRequest(await employer.FetchAgreementAsync(id).OkAsync());

    /// <summary>The request by which an employer grants an agreement as it was read.</summary>
    public static JsonObject GrantRequest(JsonNode read) => new()
    {
        ["oin"] = "00000099234567890000",
        ["costCentre"] = "KP-1234",
        ["invoiceAddress"] = new JsonObject
        {
            ["recipient"] = "Voorbeeldgemeente, crediteuren",
            ["addressLine"] = "Postbus 1",
            ["postalCode"] = "1234 AB",
            ["place"] = "Voorbeeldstad",
        },
        ["agreedByName"] = "A. Manager",
        ["agreedByFunction"] = "Afdelingshoofd",
        ["agreesToTime"] = true,
        ["agreesToPrice"] = true,
        ["priceInCents"] = read.At("terms.priceInCents")!.DeepClone(),
        ["termsVersion"] = read.At("termsVersion")!.DeepClone(),
    };
}
