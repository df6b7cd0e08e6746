namespace AudioFunctions.Cli.Tests.Setup;

public sealed class ResultsTests : IDisposable
{
    private readonly ShellCheckout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task Results_are_summed_over_all_files()
    {
        Write("one.trx", "Passed", "Passed", "Failed");
        Write("two.trx", "Passed");

        Assert.Equal("3 passed, 1 failed\n", await SummaryAsync());
    }

    [Fact]
    public async Task Skipped_tests_are_counted_if_there_are_any()
    {
        Write("one.trx", "Passed", "NotExecuted");

        Assert.Equal("1 passed, 0 failed, 1 skipped\n", await SummaryAsync());
    }

    [Theory]
    [InlineData("Error")]
    [InlineData("Timeout")]
    [InlineData("Aborted")]
    public async Task Every_other_outcome_counts_as_failed(string outcome)
    {
        Write("one.trx", outcome);

        Assert.Equal("0 passed, 1 failed\n", await SummaryAsync());
    }

    [Fact]
    public async Task Without_results_all_counts_are_0() => Assert.Equal("0 passed, 0 failed\n", await SummaryAsync());

    private void Write(string name, params string[] outcomes) => _checkout.Write(
        $"results/{name}",
        "<TestRun><Results>" + string.Concat(outcomes.Select(o => $"\n    <UnitTestResult testName=\"a &gt; b\" outcome=\"{o}\" testId=\"1\"><Output/></UnitTestResult>"))
            + "\n</Results><ResultSummary outcome=\"Completed\" /></TestRun>");

    private async Task<string> SummaryAsync()
    {
        var run = await _checkout.ShellAsync("-c", "source \"$ROOT/build/results.sh\"; count_results \"$ROOT/results\"; echo \"$summary\"");

        Assert.Equal(0, run.ExitCode);
        return run.Output;
    }
}
