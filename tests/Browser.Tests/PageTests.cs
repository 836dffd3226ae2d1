using Metropool.Testing;

namespace Metropool.Browser.Tests;

/// <summary>Every page that people see is usable by everyone. A new page is covered because its endpoint says that it is one.</summary>
public sealed class PageTests(Chromium chromium, IdentityPages identity, IntakePages intake)
{
    [Fact]
    public async Task Identitys_pages_have_no_fault_that_axe_knows() => Chromium.HasNone(await FaultsAsync(identity, identity.Browser()));

    [Fact]
    public async Task The_pages_of_an_account_have_none_either() => Chromium.HasNone(await FaultsAsync(identity, await identity.SignedInAsync()));

    [Fact]
    public async Task Nor_have_the_pages_that_Intakes_mails_lead_to() => Chromium.HasNone(await FaultsAsync(intake, intake.Browser()));

    private async Task<IReadOnlyList<string>> FaultsAsync<TProgram>(ServiceFixture<TProgram> service, HttpClient browser)
        where TProgram : class
    {
        var faults = new List<string>();
        var shown = 0;
        foreach (var path in PageCatalogue.PathsOf(service))
        {
            foreach (var (name, html) in await PageCatalogue.VariantsAsync(browser, path))
            {
                shown++;
                foreach (var width in Chromium.Widths)
                {
                    var page = await chromium.OpenAsync(width);
                    await page.SetContentAsync(html);
                    faults.AddRange((await Chromium.FaultsAsync(page)).Select(fault => $"{name} at {width}: {fault}"));
                    await page.Context.CloseAsync();
                }
            }
        }

        Assert.NotEqual(0, shown);
        return faults;
    }
}
