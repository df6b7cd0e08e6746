using AudioFunctions.Cli.Tests.Fake;

namespace AudioFunctions.Cli.Tests.Running;

/// <summary>What is in the way of the output is found before anything is spoken.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task A_file_with_the_name_of_the_folder_is_left_alone()
    {
        Directory.CreateDirectory(Path.Combine(_checkout.Root, "out"));
        _checkout.WriteScript("mine", "out/Two- beats");
        await using var run = _checkout.Start(_checkout.WriteScript(Checkout.TwoBeats));

        Assert.Equal(ExitCode.Done, await run.EndsAsync());
        Assert.Contains("\nout/Two- beats is a file; this one's files go to out/Two- beats (2).\n", run.Output, StringComparison.Ordinal);
        Assert.Equal("mine", _checkout.Read("out/Two- beats"));
    }

    [Theory]
    [InlineData("02_end.mp3")]
    [InlineData("manifest.json")]
    [InlineData("01_hook.wav", "--wav")]
    public async Task A_folder_in_place_of_a_file_is_reported_before_anything_is_spoken(string name, params string[] options)
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        await using var first = _checkout.Start(script);
        Assert.Equal(ExitCode.Done, await first.EndsAsync());
        var place = Path.Combine(_checkout.Root, "out", "Two- beats", name);
        File.Delete(place);
        Directory.CreateDirectory(place);
        await using var second = _checkout.Start([script, "--again", .. options]);

        Assert.Equal(ExitCode.Failed, await second.EndsAsync());
        Assert.Equal(
            $"out/Two- beats/{name} is a folder, but the output needs a file there: move the folder away, or choose another one for the output with --out DIR.",
            second.Errors);
        Assert.Equal(1, _checkout.SessionCount);
    }

    [Fact]
    public async Task A_disk_too_small_for_the_export_is_reported_before_anything_is_spoken()
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        // 31 years.
        await using var run = _checkout.Start([(FakeBehaviour.BeatLength, "1000000000000")], script, "--wav");

        Assert.Equal(ExitCode.Failed, await run.EndsAsync());
        Assert.Matches(@"^Only \d+ MB are free on the disk of .+: free some space \(a run needs \d{9,10} MB\), then run the same command again\.$", run.Errors);
        Assert.False(Directory.Exists(Path.Combine(_checkout.Root, "fake")));
        await using var next = _checkout.Start(script);
        Assert.Equal(ExitCode.Done, await next.EndsAsync());
        Assert.DoesNotContain("interrupted", next.Output, StringComparison.Ordinal);
    }
}
