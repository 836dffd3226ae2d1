namespace Metropool.Identity.Pages;

/// <summary>The only script: it asks the browser for a passkey and submits the form with the response. Its input is in the form.</summary>
internal static class PasskeyScript
{
    public const string Path = "/passkeys.js";
    public const string FullPath = "/identity" + Path;

    public const string Text = """
        'use strict';
        const form = document.querySelector('form[data-passkey]');
        const message = document.getElementById('passkey-message');
        const button = form.querySelector('button[type=submit]');
        const explain = error => {
          message.textContent = error.name === 'NotAllowedError' ? 'Het is afgebroken of duurde te lang. Probeer het opnieuw.'
            : error.name === 'InvalidStateError' ? 'Dit apparaat heeft al een passkey voor dit account.'
            : 'Het lukt niet met dit apparaat of deze browser.';
          button.disabled = false;
        };
        if (!window.PublicKeyCredential || !PublicKeyCredential.parseCreationOptionsFromJSON) {
          message.textContent = 'Deze browser kent geen passkeys.';
          button.disabled = true;
        }
        form.addEventListener('submit', async event => {
          event.preventDefault();
          message.textContent = '';
          button.disabled = true;
          try {
            const options = JSON.parse(form.dataset.options);
            const credential = form.dataset.passkey === 'create'
              ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
              : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
            form.elements.credential.value = JSON.stringify(credential);
            form.submit();
          } catch (error) {
            explain(error);
          }
        });
        """;

    public static IEndpointRouteBuilder MapPasskeyScript(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, () => Results.Text(Text, "text/javascript; charset=utf-8")).ExcludeFromDescription().AllowAnonymous();
        return routes;
    }
}
