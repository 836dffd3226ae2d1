namespace Metropool.Browser.Tests;

/// <summary>All pages are accessible. New pages are found by the metadata of their endpoints.</summary>
public sealed class PageTests(Chromium chromium, IdentityPages identity, IntakePages intake)
{
    [Fact]
    public async Task The_pages_of_Identity_have_no_accessibility_faults() =>
        Chromium.AssertNone(await FaultsAsync(identity.Browser(), PageCatalogue.PathsOf(identity)));

    [Fact]
    public async Task The_pages_of_a_signed_in_user_have_no_accessibility_faults() =>
        Chromium.AssertNone(await FaultsAsync(await identity.SignedInBrowserAsync(), PageCatalogue.PathsOf(identity)));

    [Fact]
    public async Task The_pages_of_Intake_have_no_accessibility_faults() =>
        Chromium.AssertNone(await FaultsAsync(intake.Browser(), PageCatalogue.PathsOf(intake)));

    [Fact]
    public async Task The_forms_behind_a_valid_mailed_link_have_no_accessibility_faults()
    {
        var paths = await intake.AgreementPathsAsync();

        Chromium.AssertNone(await FaultsAsync(intake.Browser(), paths));
    }

    private async Task<IReadOnlyList<string>> FaultsAsync(HttpClient browser, IReadOnlyList<string> paths)
    {
        var faults = new List<string>();
        var count = 0;
        var page = await chromium.OpenAsync();
        foreach (var path in paths)
        {
            foreach (var (name, html) in await PageCatalogue.VariantsAsync(browser, path))
            {
                count++;
                await page.SetContentAsync(html);
                faults.AddRange(await Chromium.FaultsAsync(page, name));
            }
        }

        Assert.NotEqual(0, count);
        await page.Context.CloseAsync();
        return faults;
    }
}
