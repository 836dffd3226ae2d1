using Xunit;

namespace Metropool.Testing.Conformance;

/// <summary>Every text in a request body follows the text policy.</summary>
public abstract partial class ConformanceTests<TProgram>
{
    [Theory]
    [InlineData("a\u0007b", "a control character")]
    [InlineData("a\u202Eb", "a bidi override")]
    [InlineData("a\u2066b", "a bidi isolate")]
    [InlineData("a\u0378b", "an unassigned character")]
    public Task Disallowed_characters_are_refused_in_every_text(string text, string description) => ForEachOperationAsync(async (operation, probe) =>
    {
        if (operation.HasBody)
        {
            var (body, properties) = operation.BodyWithText(text);
            await probe.ExpectFaultsAsync(description, body, properties.Select(property => property.Path));
        }
    });

    [Fact]
    public Task An_unpaired_surrogate_is_refused_in_every_text() => ForEachOperationAsync(async (operation, probe) =>
    {
        if (operation.HasBody && operation.BodyWithText("HALF") is { Properties.Count: > 0 } filled)
        {
            var body = filled.Body.Replace("HALF", "\\ud800", StringComparison.Ordinal);
            await probe.SendAsync("an unpaired surrogate", probe.Request(body: body), [400]);
        }
    });

    [Theory]
    [InlineData("")]
    [InlineData(" \u00A0\u3000")]
    [InlineData("\u200B")]
    [InlineData("\u00AD")]
    [InlineData("\u2060\uFEFF")]
    [InlineData("\u2800")]
    [InlineData("\u3164\uFFA0\u115F")]
    [InlineData("\uFE0F")]
    [InlineData("\U000E0041")]
    public Task An_invisible_text_counts_as_missing_in_every_required_text(string text) => ForEachOperationAsync(async (operation, probe) =>
    {
        if (operation.HasBody)
        {
            var (body, properties) = operation.BodyWithText(text);
            var characters = string.Join(' ', text.EnumerateRunes().Select(rune => $"U+{rune.Value:X4}"));
            var required = properties.Where(property => property.IsRequired).Select(property => property.Path);
            await probe.ExpectFaultsAsync($"only {characters}", body, required);
        }
    });
}
