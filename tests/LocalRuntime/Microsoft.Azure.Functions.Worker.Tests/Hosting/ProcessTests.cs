using System.Text.RegularExpressions;

namespace Microsoft.Azure.Functions.Worker.Tests.Hosting;

public sealed partial class ProcessTests : IDisposable
{
    private readonly AppFolder _folder = new();

    public ProcessTests() => _folder.Write("host.json", """{ "logging": { "logLevel": { "default": "Information" } } }""");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_taken_port_is_one_sentence_on_stderr_and_exit_code_1()
    {
        await using var other = await TestHost.StartAsync();
        var port = other.Client.BaseAddress!.Port;

        await using var process = AppProcess.Start(_folder, $"--LocalRuntime:Port={port}");

        var (exitCode, errors) = await process.ExitAsync();
        Assert.Equal(1, exitCode);
        Assert.Equal(
            $"Port {port} on 127.0.0.1 is already in use; stop the program that uses it, or set LocalRuntime__Port to another port (0 for any free one).\n",
            errors);
        Assert.Empty(process.Output);
    }

    [Fact]
    public async Task Broken_settings_are_one_sentence_on_stderr_and_exit_code_1()
    {
        _folder.Write("local.settings.json", """{ "Values": """);

        await using var process = AppProcess.Start(_folder);

        var (exitCode, errors) = await process.ExitAsync();
        Assert.Equal(1, exitCode);
        Assert.StartsWith(Path.Combine(_folder.Path, "local.settings.json") + " is not valid JSON: ", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_the_process_with_exit_code_0(string signal)
    {
        await using var process = AppProcess.Start(_folder);
        using var client = await process.ClientAsync();
        Assert.Equal("static", await client.GetStringAsync("/api/static"));

        process.Signal(signal);

        Assert.Equal((0, ""), await process.ExitAsync());
    }

    [Fact]
    public async Task A_second_interrupt_does_not_wait_for_running_requests()
    {
        await using var process = AppProcess.Start(_folder);
        using var client = await process.ClientAsync();
        using var running = await client.GetAsync("/api/streams", HttpCompletionOption.ResponseHeadersRead);

        process.Signal("INT");
        await process.LineWithAsync("SIGINT: stopping");
        process.Signal("INT");

        const int endedBySignalInterrupt = 128 + 2;
        Assert.Equal((endedBySignalInterrupt, ""), await process.ExitAsync());
    }

    [Fact]
    public async Task The_log_has_one_line_an_event_in_utc_and_never_a_key()
    {
        await using var process = AppProcess.Start(_folder);
        using var client = await process.ClientAsync();

        await client.GetStringAsync("/api/LogsAtEveryLevel?code=wrong");
        await client.GetStringAsync($"/api/keyed?code={_folder.FunctionKey}");
        await process.LineWithAsync("GET /api/keyed 200 in ");

        Assert.All(process.Output, line => Assert.Matches(LogLine(), line));
        Assert.Contains(process.Output, line => line.EndsWith(" warn  LogFunctions: a warning event", StringComparison.Ordinal));
        Assert.Contains(process.Output, line => line.EndsWith(" info  LogFunctions: an information event: one two", StringComparison.Ordinal));
        Assert.DoesNotContain(process.Output, line => line.Contains("a debug event", StringComparison.Ordinal));
        Assert.DoesNotContain(process.Output, line => line.Contains("code=", StringComparison.Ordinal));
        Assert.DoesNotContain(process.Output, line => line.Contains(_folder.FunctionKey, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Levels_come_from_host_json()
    {
        _folder.Write("host.json", """
            { "logging": { "logLevel": { "default": "Information", "Microsoft.Azure.Functions.Worker.TestApp": "Debug", "LocalRuntime.Http": "Warning" } } }
            """);
        await using var process = AppProcess.Start(_folder);
        using var client = await process.ClientAsync();

        await client.GetStringAsync("/api/LogsAtEveryLevel");
        await process.LineWithAsync("a warning event");

        Assert.Contains(process.Output, line => line.Contains(" debug LogFunctions: a debug event", StringComparison.Ordinal));
        process.Signal("TERM");
        await process.ExitAsync();
        Assert.DoesNotContain(process.Output, line => line.Contains(" Http: ", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (debug|info |warn |error) [A-Za-z]+: .+$")]
    private static partial Regex LogLine();
}
