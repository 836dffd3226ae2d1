namespace Metropool.Pages;

/// <summary>
/// The style of the pages. The contrast of text is at least 7:1, that of borders and focus at least 3:1; targets are at least 24 by 24 CSS pixels.
/// </summary>
public static class Style
{
    public const string Text = """
        *, *::before, *::after { box-sizing: border-box; }
        html { font-size: 100%; -webkit-text-size-adjust: 100%; }
        body { margin: 0; min-height: 100vh; background: #f3f4f6; color: #1b1f24;
               font: 1.0625rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
        header { background: #17324d; color: #fff; padding: 1rem; }
        header p { margin: 0 auto; max-width: 30rem; font-size: 1.25rem; font-weight: 700; }
        main { max-width: 32rem; margin: 0 auto; padding: 2rem 1rem 3rem; }
        .card { background: #fff; border: 1px solid #c9ced6; border-radius: .5rem; padding: 1.5rem; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem; }
        h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .5rem; }
        p { margin: 0 0 1rem; }
        .card > :last-child, .summary > :last-child { margin-bottom: 0; }
        label { display: block; font-weight: 600; }
        .field { margin: 0 0 1.25rem; }
        .fault { border-left: .25rem solid #a4161a; padding-left: .75rem; }
        .hint { margin: 0 0 .25rem; color: #3d4650; }
        .message { margin: 0 0 .25rem; color: #a4161a; font-weight: 600; }
        input[type=email], input[type=password], input[type=text] {
          width: 100%; min-height: 2.75rem; padding: .5rem .75rem; border: 2px solid #4a5561; border-radius: .25rem;
          background: #fff; color: inherit; font: inherit; }
        .choice { display: flex; gap: .75rem; align-items: flex-start; }
        input[type=checkbox] { flex: none; width: 1.5rem; height: 1.5rem; margin: 0; accent-color: #17324d; }
        input[aria-invalid=true] { border-color: #a4161a; }
        button { min-height: 2.75rem; padding: .5rem 1.5rem; border: 2px solid #17324d; border-radius: .25rem; background: #17324d; color: #fff;
                 font: inherit; font-weight: 600; cursor: pointer; }
        button:hover { background: #0d2135; }
        button.second { background: #fff; color: #17324d; padding: .25rem 1rem; }
        button.second:hover { background: #e6ebf1; }
        a { color: #17324d; }
        section { margin: 0 0 1.75rem; }
        dl { margin: 0; }
        dt { font-weight: 600; }
        dd { margin: 0 0 .75rem; overflow-wrap: anywhere; }
        dd a { display: inline-block; padding: .25rem 0; }
        .links { list-style: none; margin: 1.25rem 0 0; padding: 0; }
        .links a { display: inline-block; padding: .25rem 0; }
        .items, .codes { list-style: none; margin: 0 0 1rem; padding: 0; }
        .items > li { border-top: 1px solid #c9ced6; padding: .75rem 0; }
        .items p { margin: 0 0 .5rem; }
        .codes { font-size: 1.125rem; }
        .drawing { max-width: 14rem; margin: 0 0 1rem; }
        .drawing svg { display: block; width: 100%; height: auto; }
        .done { margin: 0 0 1.5rem; padding: 1rem; border: 3px solid #1d6b3a; border-radius: .25rem; background: #fff; }
        .done p { margin: 0; }
        .message:empty { display: none; }
        :focus-visible, .summary:focus, .done:focus { outline: 3px solid #17324d; outline-offset: 2px; box-shadow: 0 0 0 2px #fff; }
        .summary { margin: 0 0 1.5rem; padding: 1rem; border: 3px solid #a4161a; border-radius: .25rem; background: #fff; }
        .summary ul { margin: 0; padding-left: 1.25rem; }
        .summary a { color: #a4161a; font-weight: 600; }
        code { font-family: ui-monospace, "Liberation Mono", monospace; overflow-wrap: anywhere; }
        @media (prefers-reduced-motion: no-preference) { button { transition: background-color .15s; } }
        @media (forced-colors: active) { .card, .summary, .done, button { border-color: CanvasText; } }
        @media print { header, button, .links { display: none; } .card { border: 0; padding: 0; } }
        """;
}
