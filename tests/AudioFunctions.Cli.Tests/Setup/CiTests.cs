namespace AudioFunctions.Cli.Tests.Setup;

public sealed class CiTests : IDisposable
{
    private readonly ShellCheckout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task The_last_line_counts_the_tests_and_every_check_runs()
    {
        Dotnet(outcome: "Passed");
        var run = await RunAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith("\n2 passed, 0 failed\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            [
                "dotnet build AudioFunctions.sln -c Release -v q --nologo -warnaserror --no-restore",
                "dotnet format whitespace . --folder --verify-no-changes --exclude artifacts --exclude node_modules",
                "dotnet restore AudioFunctions.sln --locked-mode -v q --nologo",
            ],
            run.Calls.Where(IsCheck)
                // The first two run at the same time.
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_failed_test_fails_the_run()
    {
        Dotnet(outcome: "Failed", "test) false ;;");
        var run = await RunAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith("\nFailed: tests\n0 passed, 2 failed\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_host_that_dies_fails_the_run_even_if_all_results_passed()
    {
        Dotnet(outcome: "Passed", "test) false ;;");
        var run = await RunAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith("\nFailed: tests\n2 passed, 0 failed\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_check_fails_the_run_and_the_tests_still_run()
    {
        Dotnet(outcome: "Passed", "format) false ;;");
        var run = await RunAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith("\nFailed: whitespace\n2 passed, 0 failed\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_of_an_earlier_run_are_not_counted()
    {
        _checkout.Write("TestResults/old.trx", "<UnitTestResult outcome=\"Passed\">");
        var run = await RunAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith("\nFailed: tests\n0 passed, 0 failed\n", run.Output, StringComparison.Ordinal);
    }

    /// <summary>A fake <c>dotnet</c> whose tests write two results, and that ends with the shell code <paramref name="ending"/>.</summary>
    private void Dotnet(string outcome, string ending = "") => _checkout.Program("dotnet", $$"""
        if [[ $1 == test ]]; then
          mkdir -p "$ROOT/TestResults"
          printf '<UnitTestResult outcome="{{outcome}}">\n<UnitTestResult outcome="{{outcome}}">\n' >"$ROOT/TestResults/new.trx"
        fi
        case $1 in {{ending}} esac
        """);

    private static bool IsCheck(string call) =>
        call.StartsWith("dotnet format", StringComparison.Ordinal)
        || (call.Contains(" AudioFunctions.sln ", StringComparison.Ordinal) && !call.StartsWith("dotnet test", StringComparison.Ordinal));

    private Task<ShellRun> RunAsync() => _checkout.ShellAsync(Path.Combine(_checkout.Root, ".ci/run"));
}
