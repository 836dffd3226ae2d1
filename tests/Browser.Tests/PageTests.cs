namespace Metropool.Browser.Tests;

/// <summary>Every page that people see is usable by everyone. A new page is covered because its endpoint says that it is one.</summary>
public sealed class PageTests(Chromium chromium, IdentityPages identity, IntakePages intake)
{
    [Fact]
    public async Task Identitys_pages_have_no_fault_that_axe_knows() => Chromium.HasNone(await FaultsAsync(identity.Browser(), PageCatalogue.PathsOf(identity)));

    [Fact]
    public async Task The_pages_of_an_account_have_none_either() => Chromium.HasNone(await FaultsAsync(await identity.SignedInAsync(), PageCatalogue.PathsOf(identity)));

    [Fact]
    public async Task Nor_have_the_pages_that_Intakes_mails_lead_to() => Chromium.HasNone(await FaultsAsync(intake.Browser(), PageCatalogue.PathsOf(intake)));

    [Fact]
    public async Task Nor_have_the_forms_behind_a_mailed_link_that_works()
    {
        var paths = await intake.AgreementPathsAsync();

        Chromium.HasNone(await FaultsAsync(intake.Browser(), paths));
    }

    private async Task<IReadOnlyList<string>> FaultsAsync(HttpClient browser, IReadOnlyList<string> paths)
    {
        var faults = new List<string>();
        var shown = 0;
        var page = await chromium.OpenAsync();
        foreach (var path in paths)
        {
            foreach (var (name, html) in await PageCatalogue.VariantsAsync(browser, path))
            {
                shown++;
                await page.SetContentAsync(html);
                faults.AddRange(await Chromium.FaultsAsync(page, name));
            }
        }

        Assert.NotEqual(0, shown);
        await page.Context.CloseAsync();
        return faults;
    }
}
