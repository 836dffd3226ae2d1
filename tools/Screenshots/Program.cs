using Metropool.Screenshots;
using Microsoft.Playwright;

if (args is not [var dashboardAddress, var folder])
{
    Console.Error.WriteLine("Usage: ./metropool screenshots [FOLDER]");
    return 2;
}

var address = new Uri(dashboardAddress);
try
{
    Directory.CreateDirectory(folder);
    await using var dashboard = await Dashboard.OpenAsync(address, folder);
    await dashboard.TakeAllAsync();
    Console.WriteLine($"The screenshots are in {Path.GetFullPath(folder)}.");
    return 0;
}
catch (Exception exception) when (exception is PlaywrightException or TimeoutException or HttpRequestException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"Screenshots of {address} failed: {exception.Message}");
    return 1;
}
