namespace AudioFunctions.Cli.Tests.Setup;

public sealed class SetupTests : IDisposable
{
    private const string Build = "dotnet build ~/build/run.slnf -c Release -v q --nologo -p:RunAnalyzers=false";
    private const string Publish = "dotnet publish ~/src/AudioFunctions -c Release --no-build -v q --nologo";
    private const string Install = "npm ci --prefix ~ --no-audit --no-fund --no-progress";
    private const string Start = "dotnet ~/artifacts/bin/AudioFunctions.Cli/release/AudioFunctions.Cli.dll a b.els --serve";

    private readonly ShellCheckout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task A_fresh_checkout_is_set_up_once_and_the_command_gets_the_arguments()
    {
        var first = await RunAsync();
        var second = await RunAsync();

        Assert.Equal(0, first.ExitCode);
        Assert.Equal(["node -p process.versions.node.split(\".\")[0]", Install, "dotnet --version", Build, Publish, Start], first.Calls);
        Assert.Equal("Installing the storage emulator (Azurite) …\nBuilding the app …\n", first.Errors);
        Assert.Equal([Start], second.Calls);
        Assert.Equal("", second.Errors);
    }

    [Fact]
    public async Task A_step_stopped_by_Ctrl_C_is_not_reported_as_failed_and_runs_again_next_time()
    {
        _checkout.Program("npm", "kill -INT $PPID; kill -INT $$; sleep 600");

        var stopped = await RunAsync();
        _checkout.Program("npm", ShellCheckout.InstallingNpm);
        var next = await RunAsync();

        Assert.Equal(130, stopped.ExitCode);
        Assert.Equal("Installing the storage emulator (Azurite) …\nrun.sh: stopped; run the same command again to continue.\n", stopped.Errors);
        Assert.Equal(0, next.ExitCode);
        Assert.Contains(Install, next.Calls);
    }

    [Fact]
    public async Task A_changed_source_is_rebuilt()
    {
        _checkout.Write("src/Old.cs", "");
        await RunAsync();
        _checkout.Write("src/New.cs", "");

        Assert.Contains(Build, (await RunAsync()).Calls);
        Assert.Equal([Start], (await RunAsync()).Calls);
    }

    [Fact]
    public async Task A_deleted_source_causes_a_rebuild()
    {
        _checkout.Write("src/Old.cs", "");
        await RunAsync();
        File.Delete(Path.Combine(_checkout.Root, "src/Old.cs"));

        Assert.Contains(Build, (await RunAsync()).Calls);
    }

    [Fact]
    public async Task A_changed_lock_file_causes_a_new_installation()
    {
        await RunAsync();
        _checkout.Write("package-lock.json", "{}");

        Assert.Contains(Install, (await RunAsync()).Calls);
        Assert.Equal([Start], (await RunAsync()).Calls);
    }

    [Fact]
    public async Task A_manually_installed_emulator_is_used()
    {
        _checkout.Write("node_modules/.package-lock.json", "");
        _checkout.Write("node_modules/azurite/package.json", """{ "version": "3.35.0" }""");

        Assert.DoesNotContain(Install, (await RunAsync()).Calls);
    }

    [Theory]
    [InlineData("node_modules/azurite/package.json")]
    [InlineData("node_modules/.package-lock.json")]
    public async Task An_interrupted_installation_is_repeated(string whatIsThere)
    {
        _checkout.Write(whatIsThere, """{ "version": "3.35.0" }""");

        Assert.Contains(Install, (await RunAsync()).Calls);
    }

    [Fact]
    public async Task A_failed_build_shows_the_compiler_errors_and_is_retried_by_the_next_run()
    {
        _checkout.Program("dotnet", "[[ $1 == --version ]] || { echo 'Old.cs(1,1): error CS1002: ; expected'; exit 1; }");
        var failed = await RunAsync();

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("\nOld.cs(1,1): error CS1002: ; expected\n", failed.Errors, StringComparison.Ordinal);
        Assert.Contains("run.sh: Building the app failed. Fix what the compiler says above", failed.Errors, StringComparison.Ordinal);
        Assert.Contains(Build, (await RunAsync()).Calls);
    }

    [Fact]
    public async Task Missing_packages_are_installed_after_an_update_of_the_lists()
    {
        _checkout.Remove("ffprobe");
        _checkout.Remove("espeak-ng");
        _checkout.Program("apt-get", "");
        _checkout.Program("sudo", "[[ $1 == -v ]] || \"$@\"");
        var run = await RunAsync();

        Assert.Equal(
            ["apt-get update", "apt-get install -y --no-install-recommends ffmpeg espeak-ng"],
            run.Calls.Where(c => c.StartsWith("apt-get", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("test.sh", "apt-get update", "apt-get install -y --no-install-recommends chromium sox shellcheck")]
    [InlineData(".ci/run", "apt-get update", "apt-get install -y --no-install-recommends chromium sox shellcheck")]
    [InlineData("run.sh")]
    public async Task Only_the_tests_need_a_browser_SoX_and_a_linter(string script, params string[] installing)
    {
        _checkout.Remove("chromium");
        _checkout.Remove("sox");
        _checkout.Remove("shellcheck");
        // .ci/run calls test.sh, for which they are then installed.
        _checkout.Program("apt-get", "[[ $1 == update ]] || for name in chromium sox shellcheck; do cp \"$0\" \"${0%/*}/$name\"; done");
        _checkout.Program("sudo", "[[ $1 == -v ]] || \"$@\"");
        var run = await _checkout.ShellAsync(Path.Combine(_checkout.Root, script));

        Assert.Equal(installing, run.Calls.Where(c => c.StartsWith("apt-get", StringComparison.Ordinal)));
    }

    /// <summary>Ubuntu's package only says that Chromium is a snap.</summary>
    [Fact]
    public async Task A_browser_that_the_package_does_not_bring_is_reported_with_what_to_do()
    {
        _checkout.Remove("chromium");
        _checkout.Program("apt-get", "");
        _checkout.Program("sudo", "[[ $1 == -v ]] || \"$@\"");
        var run = await _checkout.ShellAsync(Path.Combine(_checkout.Root, "test.sh"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("sudo ln -s /usr/bin/google-chrome /usr/local/bin/chromium", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_of_the_tests_are_installed_once()
    {
        string[] installing = ["dotnet tool restore --tool-manifest ~/.config/dotnet-tools.json"];
        var first = await _checkout.ShellAsync(Path.Combine(_checkout.Root, "test.sh"));
        var second = await _checkout.ShellAsync(Path.Combine(_checkout.Root, "test.sh"));

        Assert.Equal(installing, first.Calls.Where(call => call.StartsWith("dotnet tool", StringComparison.Ordinal)));
        Assert.DoesNotContain(installing[0], second.Calls);
    }

    [Fact]
    public async Task Packages_that_cannot_be_installed_are_reported_with_what_to_do()
    {
        _checkout.Remove("ffmpeg");
        _checkout.Program("apt-get", "echo 'Temporary failure resolving deb.debian.org'; exit 100");
        _checkout.Program("sudo", "[[ $1 == -v ]] || \"$@\"");
        var run = await RunAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Temporary failure resolving", run.Errors, StringComparison.Ordinal);
        Assert.Contains(
            "run.sh: Reading the package lists failed. Is there a network? Install them by hand: sudo apt-get install ffmpeg",
            run.Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_system_without_apt_the_missing_packages_are_reported()
    {
        _checkout.Remove("espeak-ng");
        var run = await RunAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("run.sh: espeak-ng missing, and there is no apt-get here: install with this system's package manager.\n", run.Errors);
    }

    [Fact]
    public async Task An_old_SDK_is_reported_with_a_download_link()
    {
        _checkout.Program("dotnet", "exit 1");
        var run = await RunAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("run.sh: the .NET SDK 10 is missing", run.Errors, StringComparison.Ordinal);
        Assert.Contains("https://dotnet.microsoft.com/download/dotnet/10.0", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_Node_is_reported_with_its_version()
    {
        _checkout.Program("node", "[[ $1 == -v ]] && echo v18.1.0 || echo 18");
        var run = await RunAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("run.sh: Node.js v18.1.0 is too old for the storage emulator: version 20 or later is needed", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_reported_before_anything_is_installed()
    {
        _checkout.Remove("df");
        _checkout.Program("df", "echo head; echo 'disk 100 100 2048 100% /'");
        var run = await RunAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("run.sh: only 2 MB are free on the disk of ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Install, run.Calls);
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("--help")]
    public async Task Help_is_shown_before_anything_is_installed(string option)
    {
        var run = await _checkout.RunAsync(option);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("Usage: ./run.sh", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Calls);
    }

    private Task<ShellRun> RunAsync() => _checkout.RunAsync("a b.els", "--serve");
}
