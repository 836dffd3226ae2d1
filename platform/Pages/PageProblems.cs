using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Metropool.Pages;

/// <summary>Says of an endpoint that people see its answer in a browser.</summary>
public sealed record PageEndpoint;

/// <summary>Whatever goes wrong on a page is told on a page, in Dutch, with the status that a program would get.</summary>
internal sealed class PageProblems : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) =>
        (context.HttpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.HttpContext.GetEndpoint())?.Metadata.GetMetadata<PageEndpoint>() is not null;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var (title, text) = Words(http.Response.StatusCode);
        var trace = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        await PageResults.Notice(
            new() { Title = title, Text = [text], Technical = string.Join(' ', new[] { context.ProblemDetails.Detail, trace }.Where(part => part is not null)), IsFault = true },
            http.Response.StatusCode).ExecuteAsync(http);
    }

    private static (string Title, string Text) Words(int status) => status switch
    {
        StatusCodes.Status409Conflict => ("Dit is net gewijzigd", "Er is tegelijk nog iets aan hetzelfde gewijzigd. Ga terug, laad de pagina opnieuw en probeer het nog eens."),
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout =>
            ("Het lukt even niet", "Een onderdeel van Metropool is niet bereikbaar. Wacht een paar tellen, ga terug en probeer het opnieuw."),
        < StatusCodes.Status500InternalServerError => ("Dat kan zo niet", "Wat er is gestuurd, is hier niet te lezen of niet toegestaan. Ga terug en probeer het opnieuw."),
        _ => ("Er ging iets mis", "De fout ligt bij ons, en is genoteerd. Probeer het later opnieuw. Blijft het misgaan, noem dan bij je melding wat hieronder staat."),
    };
}
