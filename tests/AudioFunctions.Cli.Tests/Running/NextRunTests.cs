using AudioFunctions.Cli.Tests.Fake;

namespace AudioFunctions.Cli.Tests.Running;

/// <summary>What the next run makes of the sessions and files of the one before.</summary>
public sealed class NextRunTests : IDisposable
{
    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task The_run_after_failed_beats_retries_only_those_in_the_same_session()
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        (string, string)[] failing = [(FakeBehaviour.FailBeat, "02_end")];
        await using var first = _checkout.Start(failing, script);
        Assert.Equal(ExitCode.SomeBeatsFailed, await first.EndsAsync());
        await using var second = _checkout.Start(failing, script);
        Assert.Equal(ExitCode.SomeBeatsFailed, await second.EndsAsync());
        await using var third = _checkout.Start(script);
        Assert.Equal(ExitCode.Done, await third.EndsAsync());

        Assert.Equal(1, _checkout.SessionCount);
        var session = Directory.GetDirectories(Path.Combine(_checkout.Root, "fake")).Single();
        Assert.Equal("02_end retry-1\n02_end retry-2\n", File.ReadAllText(Path.Combine(session, "regenerated")));
        Assert.Contains("\nSome beats failed in an earlier run of this script: speaking only these.\n", second.Output, StringComparison.Ordinal);
        Assert.Contains("failed: quota-exceeded: The quota is used up.\n", second.Output, StringComparison.Ordinal);
        Assert.Contains("\n02_end   every-coon     1.5 s  out/Two- beats/02_end.mp3\n", third.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nGenerated 2/2 beats, 3.0 seconds total", third.Output, StringComparison.Ordinal);
        Assert.Equal(["01_hook.mp3", "02_end.mp3", "manifest.json"], _checkout.FilesIn("out/Two- beats"));
        Assert.Empty(_checkout.FilesIn(".local/runs"));
    }

    [Fact]
    public async Task A_second_run_of_a_script_speaks_nothing_without_again()
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        (string, string)[] elevenLabs = [(FakeBehaviour.ProviderName, "elevenlabs")];
        await using var first = _checkout.Start(elevenLabs, script);
        Assert.Equal(ExitCode.Done, await first.EndsAsync());
        await using var second = _checkout.Start(elevenLabs, script);
        Assert.Equal(ExitCode.Done, await second.EndsAsync());
        await using var third = _checkout.Start(elevenLabs, "--again", script);
        Assert.Equal(ExitCode.Done, await third.EndsAsync());

        Assert.Equal(3, _checkout.SessionCount);
        Assert.Contains("\nEstimate: 20 characters to speak, 3 s of audio; about 10 credits, 1,234 are left.\n", first.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nBilled for the takes: 10 credits.", first.Output, StringComparison.Ordinal);
        Assert.Contains("\nEstimate: nothing to speak.\n", second.Output, StringComparison.Ordinal);
        Assert.Contains("\nReused from the last run of this script, because unchanged: 2 of 2 beats.", second.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nBilled for the takes: 0 credits.", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Reused from the last run", third.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nBilled for the takes: 10 credits.", third.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("02_end", ExitCode.SomeBeatsFailed, "Run the same command again to retry only the failed beats; the others are kept.")]
    [InlineData("01_hook,02_end", ExitCode.Failed, "Run the same command again, with a higher --max-credits if it was reached, to speak the rest; what was spoken is kept.")]
    public async Task The_next_run_continues_a_production_that_reached_its_budget(string unspoken, int exitCode, string sentence)
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        (string, string)[] spent = [(FakeBehaviour.SpentAtBeat, unspoken), (FakeBehaviour.ProviderName, "elevenlabs")];
        await using var first = _checkout.Start(spent, "--max-credits", "7", script);
        Assert.Equal(exitCode, await first.EndsAsync());
        Assert.Contains(" credits. A beat without a take counts once it has one.\n", first.Output, StringComparison.Ordinal);
        Assert.EndsWith($"\n{sentence}", first.Output, StringComparison.Ordinal);
        await using var second = _checkout.Start(spent, "--max-credits", "20", script);
        Assert.Equal(ExitCode.Done, await second.EndsAsync());

        Assert.Contains("budget-reached", first.Output, StringComparison.Ordinal);
        var session = Directory.GetDirectories(Path.Combine(_checkout.Root, "fake")).Single();
        Assert.Equal("7", File.ReadAllText(Path.Combine(session, "max-credits")));
        Assert.Equal("""{"max_credits":20}""", File.ReadAllText(Path.Combine(session, "continued")));
        Assert.Contains("\nGenerated 2/2 beats, 3.0 seconds total\n", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_script_reuses_its_last_session_and_prints_how_many_beats_were_reused()
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        await using var first = _checkout.Start(script);
        Assert.Equal(ExitCode.Done, await first.EndsAsync());
        _checkout.WriteScript(Checkout.TwoBeats.Replace("02_end", "03_new", StringComparison.Ordinal));
        await using var second = _checkout.Start(script);
        Assert.Equal(ExitCode.Done, await second.EndsAsync());

        Assert.DoesNotContain("Reused from the last run", first.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nReused from the last run of this script, because unchanged: 1 of 2 beats. (Use --again to speak them again.)", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edited_script_whose_last_session_was_deleted_is_spoken_completely()
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        await using var first = _checkout.Start(script);
        Assert.Equal(ExitCode.Done, await first.EndsAsync());
        Directory.Delete(Path.Combine(_checkout.Root, "fake"), recursive: true);
        _checkout.WriteScript(Checkout.TwoBeats.Replace("02_end", "03_new", StringComparison.Ordinal));
        await using var second = _checkout.Start(script);

        Assert.Equal(ExitCode.Done, await second.EndsAsync());
        Assert.EndsWith("\nGenerated 2/2 beats, 3.0 seconds total", second.Output, StringComparison.Ordinal);
        Assert.Equal(1, _checkout.SessionCount);
    }

    [Fact]
    public async Task Obsolete_files_of_an_earlier_export_are_removed_and_other_files_are_kept()
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        await using var first = _checkout.Start(script);
        Assert.Equal(ExitCode.Done, await first.EndsAsync());
        _checkout.WriteScript("mine", "out/Two- beats/99_mine.mp3");
        _checkout.WriteScript("half a file", "out/Two- beats/.audiofunctions-07_old.mp3");
        _checkout.WriteScript(Checkout.TwoBeats.Replace("02_end", "03_new", StringComparison.Ordinal));
        await using var second = _checkout.Start(script);
        Assert.Equal(ExitCode.Done, await second.EndsAsync());

        Assert.Equal(["01_hook.mp3", "03_new.mp3", "99_mine.mp3", "manifest.json"], _checkout.FilesIn("out/Two- beats"));
    }

    [Fact]
    public async Task Another_script_with_the_same_title_gets_its_own_folder_and_keeps_it()
    {
        await using var first = _checkout.Start(_checkout.WriteScript(Checkout.TwoBeats));
        Assert.Equal(ExitCode.Done, await first.EndsAsync());
        var other = _checkout.WriteScript(Checkout.TwoBeats.Replace("02_end", "03_new", StringComparison.Ordinal), "other.els");
        await using var second = _checkout.Start(other);
        Assert.Equal(ExitCode.Done, await second.EndsAsync());
        await using var third = _checkout.Start(other);
        Assert.Equal(ExitCode.Done, await third.EndsAsync());

        Assert.Contains("\nout/Two- beats belongs to another script; this one's files go to out/Two- beats (2).\n", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("belongs to another script", third.Output, StringComparison.Ordinal);
        Assert.Equal(["01_hook.mp3", "02_end.mp3", "manifest.json"], _checkout.FilesIn("out/Two- beats"));
        Assert.Equal(["01_hook.mp3", "03_new.mp3", "manifest.json"], _checkout.FilesIn("out/Two- beats (2)"));
    }
}
