using AudioFunctions.Cli.Tests.Fake;

namespace AudioFunctions.Cli.Tests.Running;

public sealed class ServeTests : IDisposable
{
    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task Other_runs_use_a_served_app_and_do_not_stop_it()
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        await using var serving = _checkout.Start("--serve");
        await serving.SeesAsync("Ctrl-C stops");

        for (var run = 1; run <= 2; run++)
        {
            await using var client = _checkout.Start(script);
            Assert.Equal(ExitCode.Done, await client.EndsAsync());
            Assert.Equal(run, _checkout.SessionCount);
        }

        serving.Signal("INT");
        Assert.Equal(ExitCode.Done, await serving.EndsAsync());
        Assert.Empty(_checkout.Processes());
    }

    [Fact]
    public async Task Serving_prints_the_addresses_and_shows_the_key_only_in_the_link_to_the_page()
    {
        await using var serving = _checkout.Start("--serve");
        await serving.SeesAsync("Ctrl-C stops");
        serving.Signal("TERM");
        await serving.EndsAsync();

        var link = $"http://127.0.0.1:{_checkout.Port}/api/studio#key={FakeSecrets.Ensure(_checkout.Workspace.Secrets)}";
        Assert.Contains($"Review page    {link}\n", serving.Output, StringComparison.Ordinal);
        Assert.Contains($"REST API       http://127.0.0.1:{_checkout.Port}/api/", serving.Output, StringComparison.Ordinal);
        Assert.Contains("functionKeys in .local/secrets/host.json, sent as x-functions-key", serving.Output, StringComparison.Ordinal);
        Assert.Matches(@"Blob storage   http://127\.0\.0\.1:\d+/devstoreaccount1", serving.Output);
        var key = FakeSecrets.Ensure(_checkout.Workspace.Secrets);
        Assert.DoesNotContain(key, serving.Output.Replace(link, "", StringComparison.Ordinal) + serving.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_port_of_the_local_settings_is_used_unless_an_option_overrides_it()
    {
        _checkout.WriteScript($$"""{ "Host": { "LocalHttpPort": {{_checkout.Port}}, /* as func has it */ } }""", "local.settings.json");
        await using var serving = Command.Start(_checkout, [], ["--serve"]);
        await serving.SeesAsync("Ctrl-C stops");
        serving.Signal("TERM");
        await serving.EndsAsync();

        Assert.Contains($"REST API       http://127.0.0.1:{_checkout.Port}/api/", serving.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serving_with_a_script_produces_it_and_continues_to_serve()
    {
        await using var serving = _checkout.Start("--serve", _checkout.WriteScript(Checkout.TwoBeats));
        await serving.SeesAsync("Generated 2/2 beats");
        await using var client = _checkout.Start("--serve");

        Assert.Equal(ExitCode.Done, await client.EndsAsync());
        Assert.Contains("Another terminal serves them.", client.Output, StringComparison.Ordinal);
        serving.Signal("INT");
        Assert.Equal(ExitCode.Done, await serving.EndsAsync());
    }

    [Fact]
    public async Task A_second_normal_run_is_refused_and_does_not_affect_the_first()
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        await using var first = _checkout.Start([(FakeBehaviour.StayAtBeat, "02_end")], script);
        await first.SeesAsync("[1/2] 01_hook");
        await using var second = _checkout.Start(script);

        Assert.Equal(ExitCode.Failed, await second.EndsAsync());
        Assert.Equal(
            $"Another run is active in this checkout (process {first.ProcessId}): wait for it to end, "
            + "or keep ./run.sh --serve in one terminal and run scripts from others.",
            second.Errors);
        await _checkout.HasProcessesAsync(3);
    }

    [Fact]
    public async Task An_API_key_that_the_running_server_does_not_have_is_reported()
    {
        await using var serving = _checkout.Start([("ELEVENLABS_API_KEY", "")], "--serve");
        await serving.SeesAsync("Ctrl-C stops");
        await using var run = _checkout.Start([("ELEVENLABS_API_KEY", "a key")], _checkout.WriteScript(Checkout.TwoBeats));

        Assert.Equal(ExitCode.Done, await run.EndsAsync());
        Assert.StartsWith(
            "Speaking with the offline voice: the running server was started without ELEVENLABS_API_KEY. "
            + "Stop it and start it again with the key to speak through ElevenLabs.\n",
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_concurrent_runs_of_one_script_leave_one_complete_export()
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        await using var serving = _checkout.Start("--serve");
        await serving.SeesAsync("Ctrl-C stops");
        await using var first = _checkout.Start(script);
        await using var second = _checkout.Start(script);

        Assert.True(await first.EndsAsync() == ExitCode.Done, first.Errors);
        Assert.True(await second.EndsAsync() == ExitCode.Done, second.Errors);
        var folder = Path.GetDirectoryName(Assert.Single(Directory.GetFiles(Path.Combine(_checkout.Root, "out"), "manifest.json", SearchOption.AllDirectories)))!;
        Assert.Equal(["01_hook.mp3", "02_end.mp3", "manifest.json"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_port_option_without_effect_is_reported()
    {
        await using var serving = _checkout.Start("--serve");
        await serving.SeesAsync("Ctrl-C stops");
        await using var run = Command.Start(_checkout, [], ["--port", $"{_checkout.Port + 1}", "--check", _checkout.WriteScript(Checkout.TwoBeats)]);

        Assert.Equal(ExitCode.Done, await run.EndsAsync());
        Assert.Contains($"Port {_checkout.Port + 1} is not used: the app of this checkout runs on {_checkout.Port} already.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_started_manually_is_used_and_not_stopped()
    {
        await using var serving = _checkout.Start("--serve");
        await serving.SeesAsync("Ctrl-C stops");
        // Without the lock file, it is just an app of this checkout on the port.
        File.Delete(_checkout.Workspace.ServerLock);
        File.Delete(_checkout.Workspace.ServerState);
        await using var run = _checkout.Start(_checkout.WriteScript(Checkout.TwoBeats));

        Assert.Equal(ExitCode.Done, await run.EndsAsync());
        await _checkout.HasProcessesAsync(2);
    }
}
