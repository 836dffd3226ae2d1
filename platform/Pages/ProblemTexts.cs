using Microsoft.AspNetCore.Http;

namespace Metropool.Pages;

/// <summary>The text of a page for a status: the problem and the remedy.</summary>
internal sealed record ProblemTexts(string Title, string Text, params IReadOnlyList<PageLink> Links)
{
    private static readonly PageLink Start = new("/", "Naar de startpagina");

    public static ProblemTexts Of(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => new(
            "Log eerst in",
            "Deze pagina is er alleen als je bent ingelogd, of je bent niet meer ingelogd.",
            new PageLink("/identity/sign-in", "Inloggen"),
            Start),
        StatusCodes.Status403Forbidden => new(
            "Je hebt geen toegang",
            "Je bent ingelogd, maar deze pagina is niet voor jou bedoeld. Denk je van wel? Vraag het dan aan de programmamanager van je opleiding.",
            Start),
        StatusCodes.Status404NotFound => new(
            "Deze pagina bestaat niet", "Controleer het adres. Kwam je hier met een link? Dan is de pagina misschien verplaatst of verwijderd.", Start),
        StatusCodes.Status408RequestTimeout => new(
            "Dat duurde te lang", "Wat je stuurde, kwam niet op tijd aan. Controleer je verbinding, ga terug en probeer het opnieuw."),
        StatusCodes.Status409Conflict => new(
            "Dit is net gewijzigd", "Er is tegelijk nog iets aan hetzelfde gewijzigd. Ga terug, laad de pagina opnieuw en probeer het nog eens."),
        StatusCodes.Status413PayloadTooLarge => new("Dat is te groot", "Wat je stuurde, is groter dan we hier aannemen. Ga terug en maak het korter."),
        StatusCodes.Status429TooManyRequests => new("Dat was te vaak", "Er kwamen vanaf jouw verbinding in korte tijd te veel verzoeken."),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => new(
            "Dat is te groot", "Je browser stuurt te veel mee. Verwijder de cookies van deze site en probeer het opnieuw."),
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout => new(
            "Het lukt even niet", "Een onderdeel van Metropool is niet bereikbaar. Wacht een paar tellen, ga terug en probeer het opnieuw."),
        < StatusCodes.Status500InternalServerError or StatusCodes.Status501NotImplemented => new(
            "Dat kan zo niet", "Wat er is gestuurd, is hier niet te lezen of niet toegestaan. Ga terug en probeer het opnieuw."),
        _ => new(
            "Er ging iets mis",
            "De fout ligt bij ons, en is genoteerd. Probeer het later opnieuw. Blijft het misgaan, noem dan bij je melding wat hieronder staat."),
    };
}
