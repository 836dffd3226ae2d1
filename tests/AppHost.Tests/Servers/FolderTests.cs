using Metropool.LocalServers;
using Metropool.Testing.Servers;

namespace Metropool.AppHost.Tests.Servers;

public sealed class FolderTests : IDisposable
{
    private readonly TestFolder _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public void A_secret_is_random_and_stored()
    {
        var (first, second) = (LocalFolder.Open(_home.Path), LocalFolder.Open(_home.Path));

        Assert.Matches("^[0-9a-f]{48}$", first.Secret("A"));
        Assert.Equal(first.Secret("A"), second.Secret("A"));
        Assert.NotEqual(first.Secret("A"), first.Secret("B"));
    }

    [Fact]
    public void Only_the_owner_can_read_the_files()
    {
        var folder = LocalFolder.Open(Path.Combine(_home.Path, "home"));
        folder.Secret("A");
        File.WriteAllText(folder.Combine("addresses"), "");
        File.SetUnixFileMode(folder.Combine("addresses"), (UnixFileMode)0b110_100_100);
        folder.WriteLines("addresses", ["a", "b"]);
        folder.StartLog("a").Dispose();

        Assert.Equal((UnixFileMode)0b111_001_001, File.GetUnixFileMode(folder.Path));
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(folder.Logs));
        Assert.All(
            (string[])["secrets", "addresses", "logs/a.log"], name => Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(folder.Combine(name))));
        Assert.Equal("a\nb\n", File.ReadAllText(folder.Combine("addresses")));
    }

    [Fact]
    public void An_existing_folder_keeps_its_mode()
    {
        File.SetUnixFileMode(_home.Path, (UnixFileMode)0b111_111_101);

        LocalFolder.Open(_home.Path);

        Assert.Equal((UnixFileMode)0b111_111_101, File.GetUnixFileMode(_home.Path));
    }

    [Fact]
    public async Task Secrets_that_are_requested_concurrently_are_all_stored()
    {
        var folder = LocalFolder.Open(_home.Path);
        var names = Enumerable.Range(0, 40).Select(number => $"SECRET_{number}").ToList();

        var made = await Task.WhenAll(names.Select(name => Task.Run(() => folder.Secret(name), Cancellation)));

        Assert.Equal(made, names.Select(folder.Secret));
    }

    [Fact]
    public async Task Files_that_are_not_PostgreSQL_data_are_not_changed()
    {
        var folder = LocalFolder.Open(_home.Path);
        Directory.CreateDirectory(folder.Combine("postgres"));
        await File.WriteAllTextAsync(folder.Combine("postgres/kept"), "", Cancellation);
        var server = await PostgresServer.FindAsync(folder);

        var refused = await Assert.ThrowsAsync<LocalServerException>(() => server.PrepareAsync(Cancellation));

        Assert.Contains("are not PostgreSQL data", refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.Combine("postgres/kept")));
    }

    [Fact]
    public async Task The_log_of_the_previous_start_is_kept()
    {
        var folder = LocalFolder.Open(_home.Path);
        foreach (var text in (string[])["one", "two", "three"])
        {
            await using var log = folder.StartLog("a");
            await log.WriteAsync(text);
        }

        Assert.Equal("three", await File.ReadAllTextAsync(Path.Combine(folder.Logs, "a.log"), Cancellation));
        Assert.Equal("two", await File.ReadAllTextAsync(Path.Combine(folder.Logs, "a.previous.log"), Cancellation));
    }

    [Fact]
    public void Only_one_process_can_lock_a_folder()
    {
        var folder = LocalFolder.Open(_home.Path);
        using (folder.AcquireLock())
        {
            Assert.Throws<LocalServerException>(folder.AcquireLock);
        }

        using var again = folder.AcquireLock();
    }

    [Fact]
    public async Task Data_is_in_a_folder_that_the_user_of_the_server_can_access_and_is_never_moved()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only the servers of root run as other users.");
        File.SetUnixFileMode(_home.Path, (UnixFileMode)0b111_000_000);
        var folder = LocalFolder.Open(Path.Combine(_home.Path, "home"));
        var user = await ServerUser.ForServerAsync("nobody");

        Assert.Matches("^/var/lib/metropool-[0-9a-f]{12}/postgres$", await folder.DataFolderAsync(user, "postgres"));

        Directory.CreateDirectory(folder.Combine("postgres"));
        await File.WriteAllTextAsync(folder.Combine("postgres/PG_VERSION"), "15\n", Cancellation);
        Assert.Equal(folder.Combine("postgres"), await folder.DataFolderAsync(user, "postgres"));
    }
}
