using Metropool.Http;
using Microsoft.AspNetCore;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Metropool.Identity.Tokens;

/// <summary>
/// Refuses a form that can't be read, or that has characters which are no text, as RFC 6749 (section 5.2) says. OpenIddict lets the exception of the reader
/// pass, which becomes a problem document.
/// </summary>
internal sealed class TokenRequestForm : IOpenIddictServerHandler<ExtractTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ExtractTokenRequestContext>()
        .UseSingletonHandler<TokenRequestForm>()
        .SetOrder(OpenIddictServerAspNetCoreHandlers.ExtractPostRequest<ExtractTokenRequestContext>.Descriptor.Order - 1)
        .Build();

    public async ValueTask HandleAsync(ExtractTokenRequestContext context)
    {
        if (context.Transaction.GetHttpRequest() is not { HasFormContentType: true } request || await IsReadableAsync(request, context.CancellationToken))
        {
            return;
        }

        context.Reject(Errors.InvalidRequest, "The form can't be read: it has too many or too long fields, or characters that are no text.");
    }

    private static async Task<bool> IsReadableAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            return form.SelectMany(field => field.Value.Append(field.Key)).All(text => TextPolicy.FaultOf(text ?? "", TextKind.Lines) is null);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
