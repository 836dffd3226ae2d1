using System.Net;
using Metropool.Testing;

namespace Metropool.Intake.Tests;

/// <summary>The mailed links of nominations: of who is nominated, and of an employer without an account who names a successor.</summary>
public sealed class NominationPageTests(IntakeFixture intake)
{
    private HttpClient Browser => intake.PlainClientFor(TestCaller.Anonymous);

    [Fact]
    public async Task Who_is_nominated_reads_by_whom_and_how_to_take_it_up_and_declines_without_an_account()
    {
        var (scene, email) = (await Scene.OpenAsync(intake), Address());
        var id = (await scene.NominateAsync(email).OkAsync()).Id();
        var link = await intake.LinkMailedAsync(email);

        // A mail scanner opens it as well: that changes nothing.
        await OpenAsync(link);
        var page = await OpenAsync(link);
        Assert.All(["Voorbeeldgemeente", "Voorgedragen de Collega", link.Code(), "26 september 2025", "(26 oktober 2026 tot en met juni 2027)"], text => Assert.Contains(text, page, StringComparison.Ordinal));

        await OpenAsync(link.Replace("/nomination?", "/nomination/refusal?", StringComparison.Ordinal));
        await SendAsync("/intake/nomination/refusal", HttpStatusCode.OK, ("code", link.Code()));
        Assert.Equal("declined", (await scene.Employer.FetchAsync($"/intake/v1/nominations/{id}").OkAsync()).Text("status"));
        await SendAsync("/intake/nomination/refusal", HttpStatusCode.BadRequest, ("code", link.Code()));
        using var dead = await Browser.FetchAsync(link);
        Assert.Equal(HttpStatusCode.BadRequest, dead.StatusCode);
    }

    [Fact]
    public async Task An_employer_without_an_account_names_a_successor_sees_that_they_decline_and_names_another()
    {
        var (scene, _, link) = await HeldAsync();
        var page = await OpenAsync(link);
        Assert.All(["Deelnemer van Voorbeeld", "Gemeente zonder account", "26 september 2025"], text => Assert.Contains(text, page, StringComparison.Ordinal));

        var (first, second) = (Address(), Address());
        await SendAsync("/intake/succession", HttpStatusCode.OK, Named(link, first));
        Assert.Contains("heeft nog niet geantwoord", await OpenAsync(link), StringComparison.Ordinal);
        await SendAsync("/intake/nomination/refusal", HttpStatusCode.OK, ("code", (await intake.LinkMailedAsync(first)).Code()));

        // Declined, the employer is told, with a link for another; the one before is dead.
        var contact = Contact(scene);
        var next = await intake.LinkMailedAsync(contact);
        Assert.NotEqual(link, next);
        using var dead = await Browser.FetchAsync(link);
        Assert.Equal(HttpStatusCode.BadRequest, dead.StatusCode);
        await SendAsync("/intake/succession", HttpStatusCode.OK, Named(next, second));
        var successor = await scene.TakeUpAsync(second);
        Assert.Equal(("Gemeente zonder account", true), ((await successor.ReadAsync()).Text("employers.0.name"), (await successor.ReadAsync()).At("nomination.placeHeld")!.GetValue<bool>()));
        Assert.Contains("heeft de voordracht aangenomen", await OpenAsync(next), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_filled_in_wrongly_is_shown_again_as_text_with_words_for_each_field()
    {
        var (_, _, link) = await HeldAsync();

        var answer = await SendAsync("/intake/succession", HttpStatusCode.BadRequest, ("code", link.Code()), ("CallName", "<script>alert(1)</script>"), ("Surname", ""), ("Email", "iemand"));

        Assert.All(["#Surname", "#Email"], field => Assert.Contains($"href=\"{field}\"", answer, StringComparison.Ordinal));
        Assert.DoesNotContain("<script", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_employer_without_an_account_gives_the_place_up()
    {
        var (scene, waiting, link) = await HeldAsync();
        var waiver = link.Replace("/succession?", "/succession/waiver?", StringComparison.Ordinal);
        Assert.Contains("niet terug te draaien", await OpenAsync(waiver), StringComparison.Ordinal);

        await SendAsync("/intake/succession/waiver", HttpStatusCode.OK, ("code", link.Code()));

        Assert.Equal("open", await waiting.OfferAsync());
        Assert.Equal(["released"], (await scene.HeldPlacesAsync()).Select(place => place.Text("state")));
        await SendAsync("/intake/succession", HttpStatusCode.BadRequest, Named(link, Address()));
    }

    /// <summary>A place that is held for an employer without an account, which was asked for its agreement by mail.</summary>
    private async Task<(Scene Scene, Candidate Waiting, string Link)> HeldAsync()
    {
        var scene = await Scene.OpenAsync(intake);
        await scene.ChangeAsync(edition => edition with { StatedPriceInCents = 17_950_00 });
        await scene.SetTermsAsync(1, successorsUntil: "2025-10-31");
        var admitted = await scene.DraftAsync(Candidate.Complete(scene.Edition.EditionId));
        await admitted.SubmitAsync().OkAsync();
        await admitted.BookAsync();
        await admitted.HeldAsync(scene.Dean).OkAsync();
        await admitted.JudgeAsync(scene.Manager).OkAsync();
        await admitted.ConfirmAsync(scene.Dean).OkAsync();
        var contact = Contact(scene);
        await admitted.AskAsync(new { contactEmail = contact }).OkAsync();
        var link = await intake.LinkMailedAsync(contact);
        var page = await OpenAsync(link);
        await SendAsync(
            "/intake/agreement",
            HttpStatusCode.OK,
            ("code", link.Code()), ("PriceInCents", "1795000"), ("TermsVersion", page.Split("name=\"TermsVersion\" value=\"")[1].Split('"')[0]), ("KvkNumber", "12345678"), ("Recipient", "Crediteuren"), ("AddressLine", "Plein 1"),
            ("PostalCode", "1234AB"), ("Place", "Voorbeeldstad"), ("AgreedByName", "A. Manager"), ("AgreedByFunction", "Afdelingshoofd"), ("AgreesToTime", "ja"), ("AgreesToPrice", "ja"));
        await admitted.DecideAsync(scene.Manager, "admit").OkAsync();
        var waiting = await scene.WaitingAsync();
        await admitted.WithdrawAsync().OkAsync();
        return (scene, waiting, await intake.LinkMailedAsync(contact));
    }

    private static string Contact(Scene scene) => $"leiding-{scene.Edition.EditionId:N}@voorbeeldgemeente.example";

    private static (string Name, string Value)[] Named(string link, string email) => [("code", link.Code()), ("CallName", "Voorgedragen"), ("Prefix", ""), ("Surname", "Collega"), ("Function", ""), ("Email", email)];

    private async Task<string> OpenAsync(string path)
    {
        using var answer = await Browser.FetchAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> SendAsync(string path, HttpStatusCode status, params (string Name, string Value)[] fields)
    {
        using var answer = await Browser.PostAsync(
            new Uri(path, UriKind.Relative), new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == status, text);
        return text;
    }

    private static string Address() => $"{Guid.NewGuid():N}@voorbeeldgemeente.example";
}
