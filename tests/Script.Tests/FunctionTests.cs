namespace Metropool.Script.Tests;

public sealed class FunctionTests
{
    [Fact]
    public async Task Everything_stops_from_the_door_inwards()
    {
        using var bash = new Bash();

        var order = await bash.RunAsync("""stop_parts() { echo "$@"; }; note() { :; }; touch "$home/parts/gateway"; stop_platform""");

        Assert.Equal(
            ["gateway", "identity intake scheduling internship assessment", "dashboard dashboard-install", "rabbitmq", "epmd", "postgres"],
            order.Split('\n').Take(6));
    }

    [Theory]
    [InlineData("docker", "installed", true)]
    [InlineData("installed", "docker", true)]
    [InlineData("installed", "given", false)]
    public async Task Migrations_begin_after_a_server_from_Docker_is_ready_and_beside_one_that_is_here(string postgres, string rabbitmq, bool awaited)
    {
        using var bash = new Bash();

        var order = await bash.RunAsync($$"""
            for name in make_home take_lock need_dotnet need_port choose_ports choose_servers prepare_dashboard start_rabbitmq start_postgres build_platform \
              migrate await_servers await_migrations start_dashboard start_services await_parts await_dashboard write_addresses show_platform drop_lock note; do
              eval "$name() { echo $name; }"
            done
            find_running() { return 1; }
            postgres_from={{postgres}} rabbitmq_from={{rabbitmq}}
            platform_run --detach
            """);

        var steps = order.Split('\n').Where(step => step is "migrate" or "await_servers");
        Assert.Equal(awaited ? ["await_servers", "migrate"] : ["migrate", "await_servers"], steps);
    }

    [Fact]
    public async Task A_cluster_that_was_not_finished_is_not_taken_for_one()
    {
        using var bash = new Bash();
        Checkout.WriteCommand(Path.Combine(bash.Home, "initdb"), """for last; do case $last in --pgdata=*) echo 15 >"${last#*=}/PG_VERSION" ;; esac; done; exit 1""");

        await bash.RunAsync("""postgres_from=installed pg_bin=$home; server_user() { REPLY=; }; start_postgres 2>&1""");

        Assert.True(File.Exists(Path.Combine(bash.Home, "postgres.new/PG_VERSION")));
        Assert.False(File.Exists(Path.Combine(bash.Home, "postgres/PG_VERSION")));
    }

    [Fact]
    public async Task Roots_data_lies_where_its_server_can_reach_it_and_stays_where_it_is()
    {
        using var bash = new Bash();

        var places = await bash.RunAsync("""
            server_drop() { drop=(false); }
            server_folder postgres; echo "$REPLY"
            mkdir "$home/postgres"; echo 15 >"$home/postgres/PG_VERSION"
            server_folder postgres; echo "$REPLY"
            """);

        Assert.Matches($"^/var/lib/metropool-[0-9a-f]{{12}}/postgres\n{bash.Home}/postgres\n$", places);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("1", "")]
    [InlineData("$(process_start $$; echo $REPLY)", "me")]
    public async Task A_lock_belongs_to_the_process_that_took_it_and_to_no_later_one_with_its_number(string start, string holder)
    {
        using var bash = new Bash();

        var found = await bash.RunAsync($$"""echo "$$ {{start}}" >"$home/lock"; if lock_holder && [[ $REPLY == $$ ]]; then printf me; fi""");

        Assert.Equal(holder, found);
    }

    [Fact]
    public async Task A_dotnet_that_is_not_on_the_path_is_found_by_everything_that_the_script_starts()
    {
        using var bash = new Bash();
        var folder = Directory.CreateDirectory(Path.Combine(bash.Home, ".dotnet")).FullName;
        Checkout.WriteCommand(Path.Combine(folder, "dotnet"), "exit 0");

        var found = await bash.RunAsync("""HOME=$home PATH=$home; unset DOTNET_ROOT; need_dotnet; builtin printf '%s %s' "$(command -v dotnet)" "${DOTNET_ROOT:-}" """);

        Assert.Equal($"{folder}/dotnet {folder}", found);
    }

    [Fact]
    public async Task A_project_that_took_too_long_names_the_tests_that_still_ran_and_shows_the_end_of_its_log()
    {
        using var bash = new Bash();
        var log = Path.Combine(bash.Home, "log");
        await File.WriteAllLinesAsync(
            log,
            [
                "  Starting:    X", .. Enumerable.Range(0, 30).Select(line => $"line {line}"),
                "    [D::X] [Long Running Test] 'A.Finished', Elapsed: 00:01:00",
                "    [D::X] [Long Running Test] 'A.Hangs(what: \"it's\")', Elapsed: 00:01:00",
                "    [D::X] [Long Running Test] 'A.Hangs(what: \"it's\")', Elapsed: 00:02:00",
                "    [D::X] [Long Running Test] 'B.Hangs_too', Elapsed: 00:01:00",
            ],
            TestContext.Current.CancellationToken);

        var explained = (await bash.RunAsync("""explain_failure "$home/log" 124""")).Split('\n');

        Assert.Equal("    It took longer than 1800 seconds (METROPOOL_TEST_TIMEOUT), and was ended. These tests still ran:", explained[0]);
        Assert.Equal(["      B.Hangs_too", "      A.Hangs(what: \"it's\")"], explained[1..3]);
        Assert.Contains("line 29", explained);
        Assert.DoesNotContain("line 0", explained);
    }
}
