using AudioFunctions.Cli.Tests.Fake;

namespace AudioFunctions.Cli.Tests.Running;

public sealed class RunTests : IDisposable
{
    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task A_run_writes_the_files_prints_a_table_and_leaves_no_process()
    {
        await using var run = _checkout.Start(_checkout.WriteScript(Checkout.TwoBeats));

        Assert.Equal(ExitCode.Done, await run.EndsAsync());
        Assert.Equal("""
            Speaking with the offline voice; set ELEVENLABS_API_KEY to speak through ElevenLabs.
            Estimate: 20 characters to speak, 3 s of audio.
            [1/2] 01_hook  every-coon  Beat 01_hook
            [2/2] 02_end   every-coon  Beat 02_end
            Beat     Character   Duration  File
            01_hook  every-coon     1.5 s  out/Two- beats/01_hook.mp3
            02_end   every-coon     1.5 s  out/Two- beats/02_end.mp3
            Total                   3.0 s
            Generated 2/2 beats, 3.0 seconds total
            """, run.Output);
        Assert.Equal("", run.Errors);
        Assert.Equal(["01_hook.mp3", "02_end.mp3", "manifest.json"], _checkout.FilesIn("out/Two- beats"));
        Assert.EndsWith(" 01_hook.mp3", _checkout.Read("out/Two- beats/01_hook.mp3"), StringComparison.Ordinal);
        Assert.Empty(_checkout.Processes());
    }

    [Fact]
    public async Task A_run_says_when_it_speaks_through_ElevenLabs()
    {
        await using var run = _checkout.Start([(FakeBehaviour.ProviderName, "elevenlabs")], _checkout.WriteScript(Checkout.TwoBeats));

        Assert.Equal(ExitCode.Done, await run.EndsAsync());
        Assert.StartsWith("Speaking through ElevenLabs.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_script_the_sample_is_spoken_and_the_output_folder_can_be_chosen()
    {
        Directory.CreateDirectory(Path.Combine(_checkout.Root, "samples"));
        _checkout.WriteScript(Checkout.TwoBeats, "samples/shrinkflation.els");
        await using var run = _checkout.Start("--out", "elsewhere", "--project", "coon court");

        Assert.Equal(ExitCode.Done, await run.EndsAsync());
        Assert.Equal(["01_hook.mp3", "02_end.mp3", "manifest.json"], _checkout.FilesIn("elsewhere/Two- beats"));
        Assert.Equal("coon court", _checkout.ProjectOfOnlySession());
    }

    [Fact]
    public async Task Diagnostics_of_an_invalid_script_are_printed_like_compiler_errors_and_nothing_is_written()
    {
        _checkout.WriteScript("[META]\nmood: grim\ndefault_pace: warp\n");
        await using var run = _checkout.Start("script.els");

        Assert.Equal(ExitCode.Failed, await run.EndsAsync());
        Assert.Equal("""
            script.els:2:1: warning meta-key-unknown: unknown key 'mood'
                  2 | mood: grim
                    | ^
            script.els:3:15: error unknown-default: unknown pace 'warp'; use slow, normal
                  3 | default_pace: warp
                    |               ^
            script.els: 1 error, 1 warning. Nothing was produced.
            """, run.Errors);
        Assert.Empty(_checkout.FilesIn(".local/runs"));
        Assert.False(Directory.Exists(Path.Combine(_checkout.Root, "out")));
        Assert.Empty(_checkout.Processes());
    }

    [Fact]
    public async Task Warnings_of_a_valid_script_are_printed_and_it_is_produced()
    {
        await using var run = _checkout.Start(_checkout.WriteScript("mood: grim\n" + Checkout.TwoBeats));

        Assert.Equal(ExitCode.Done, await run.EndsAsync());
        Assert.Contains("script.els:1:1: warning meta-key-unknown", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_beats_are_listed_with_their_reason_and_the_others_are_exported()
    {
        await using var run = _checkout.Start([(FakeBehaviour.FailBeat, "02_end")], _checkout.WriteScript(Checkout.TwoBeats));

        Assert.Equal(ExitCode.SomeBeatsFailed, await run.EndsAsync());
        Assert.Contains("\n02_end   every-coon    failed  quota-exceeded: The quota is used up.\n", run.Output, StringComparison.Ordinal);
        Assert.Matches("/api/sessions/[0-9a-f]{12}/beats/02_end/regenerate\n", run.Output);
        Assert.EndsWith("\nRun the same command again to retry only the failed beats; the others are kept.", run.Output, StringComparison.Ordinal);
        Assert.Equal(["01_hook.mp3", "manifest.json"], _checkout.FilesIn("out/Two- beats"));
    }

    [Fact]
    public async Task A_refusal_for_lack_of_credits_suggests_ignore_quota_which_works()
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        (string, string)[] poor = [(FakeBehaviour.NoCredits, "1")];
        await using var refused = _checkout.Start(poor, script);

        Assert.Equal(ExitCode.Failed, await refused.EndsAsync());
        Assert.Equal(
            "quota-exceeded: 7 credits are left.\nNothing was produced. Run the same command with --ignore-quota to start it anyway.",
            refused.Errors);
        Assert.Empty(_checkout.FilesIn(".local/runs"));

        await using var forced = _checkout.Start(poor, "--ignore-quota", script);
        Assert.Equal(ExitCode.Done, await forced.EndsAsync());
        Assert.Contains("Generated 2/2 beats", forced.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_production_in_which_all_beats_failed_exports_nothing()
    {
        await using var run = _checkout.Start([(FakeBehaviour.FailBeat, "01_hook,02_end")], _checkout.WriteScript(Checkout.TwoBeats));

        Assert.Equal(ExitCode.Failed, await run.EndsAsync());
        Assert.Contains("01_hook  every-coon    failed  quota-exceeded: The quota is used up.", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_checkout.Root, "out")));
    }

    [Fact]
    public async Task A_terminated_production_is_reported_with_its_reason_and_not_resumed()
    {
        await using var run = _checkout.Start([(FakeBehaviour.Terminate, "1")], _checkout.WriteScript(Checkout.TwoBeats));

        Assert.Equal(ExitCode.Failed, await run.EndsAsync());
        Assert.Equal("The production ended as Terminated: stopped by hand", run.Errors);
        Assert.Empty(_checkout.FilesIn(".local/runs"));
    }

    [Fact]
    public async Task Only_the_first_of_very_many_problems_are_printed_but_all_are_counted()
    {
        var warps = string.Concat(Enumerable.Repeat("mood: grim\n", 120).Concat(Enumerable.Repeat("warp\n", 60)));
        await using var run = _checkout.Start("--check", _checkout.WriteScript(warps + Checkout.TwoBeats));

        Assert.Equal(ExitCode.Failed, await run.EndsAsync());

        Assert.Equal(60, run.Errors.Split('\n').Count(line => line.Contains("error unknown-default", StringComparison.Ordinal)));
        Assert.Contains("\n… and 80 more; fix these first.\n", run.Errors, StringComparison.Ordinal);
        Assert.EndsWith("script.els: 60 errors, 120 warnings. Nothing was produced.", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_estimates_the_cost_and_speaks_nothing()
    {
        var script = _checkout.WriteScript("mood: grim\n" + Checkout.TwoBeats);
        await using var valid = _checkout.Start("--check", script);
        Assert.Equal(ExitCode.Done, await valid.EndsAsync());
        await using var invalid = _checkout.Start("--check", _checkout.WriteScript("warp\nand 5 more problems\n" + Checkout.TwoBeats));
        Assert.Equal(ExitCode.Failed, await invalid.EndsAsync());

        Assert.Contains("warning meta-key-unknown", valid.Errors, StringComparison.Ordinal);
        Assert.Contains("\nEstimate: 20 characters to speak, 3 s of audio.\n", valid.Output, StringComparison.Ordinal);
        Assert.EndsWith("script.els is valid. Nothing was produced.", valid.Output, StringComparison.Ordinal);
        Assert.EndsWith("script.els: 1 error, 0 warnings, and 5 more problems. Nothing was produced.", invalid.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("is valid", invalid.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_checkout.Root, "fake")));
        Assert.False(Directory.Exists(Path.Combine(_checkout.Root, "out")));
    }

    [Theory]
    [InlineData("/proc")]
    [InlineData("script.els")]
    public async Task An_output_folder_that_is_not_writable_is_reported_before_anything_is_spoken(string folder)
    {
        await using var failed = _checkout.Start(_checkout.WriteScript(Checkout.TwoBeats), "--out", folder);

        Assert.Equal(ExitCode.Failed, await failed.EndsAsync());
        Assert.Contains(folder, failed.Errors, StringComparison.Ordinal);
        Assert.Contains("another folder with --out DIR", failed.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_checkout.Root, "fake")));
    }
}
