namespace Metropool.Intake.Tests;

/// <summary>The pages behind mailed links, as a browser without an account uses them.</summary>
internal static class Pages
{
    public static async Task<string> OpenPageAsync(this IntakeFixture intake, string path, HttpStatusCode status = OK)
    {
        using var answer = await intake.Browser.Get(path);
        return await ReadAsync(answer, status);
    }

    public static async Task<string> SendFormAsync(this IntakeFixture intake, string path, HttpStatusCode status, params (string Name, string Value)[] fields)
    {
        using var answer = await intake.PostFormAsync(path, fields);
        return await ReadAsync(answer, status);
    }

    public static Task<HttpResponseMessage> PostFormAsync(this IntakeFixture intake, string path, params (string Name, string Value)[] fields) =>
        intake.Browser.PostForm(path, fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static async Task<string> ReadAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} {text}");
        return text;
    }
}

/// <summary>The form by which an employer without an account agrees.</summary>
internal static class AgreementForm
{
    /// <summary>The form filled in, with the hidden fields of the page.</summary>
    /// <param name="page">The page with the form.</param>
    /// <param name="link">The mailed link.</param>
    /// <param name="others">Fields with other values.</param>
    public static (string Name, string Value)[] Filled(string page, string link, params (string Name, string Value)[] others)
    {
        (string Name, string Value)[] filled =
        [
            ("code", link.Code()), ("PriceInCents", Hidden("PriceInCents")), ("TermsVersion", Hidden("TermsVersion")),
            ("Oin", ""), ("KvkNumber", "1234 5678"),
            ("Recipient", "Crediteuren"), ("AddressLine", "Plein 1"), ("PostalCode", "1234ab"), ("Place", "Voorbeeldstad"),
            ("AgreedByName", "A. Manager"), ("AgreedByFunction", "Afdelingshoofd"), ("AgreesToTime", "ja"), ("AgreesToPrice", "ja"),
        ];
        return [.. filled.ExceptBy(others.Select(other => other.Name), field => field.Name), .. others];

        string Hidden(string name) => page.Split($"name=\"{name}\" value=\"")[1].Split('"')[0];
    }
}
