namespace AudioFunctions.Cli.Tests.Running;

/// <summary><c>./run.sh voices</c>, against the fake app.</summary>
public sealed class VoicesTests : IDisposable
{
    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task Voices_are_listed_with_how_to_add_and_preview_one()
    {
        await using var list = _checkout.Start("voices");

        Assert.Equal(ExitCode.Done, await list.EndsAsync());
        Assert.EndsWith(
            """
            Character   Name        Voice id              Stability  Similarity  Style  Speed
            every-coon  Every-Coon  BRruTxiLM2nszrcCIpz1  0.35       0.78        0.45   1
            To add one: ./run.sh voices add CHARACTER VOICE_ID. To hear one: ./run.sh voices preview CHARACTER
            """,
            list.Output,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_checkout.Root, "fake")));
    }

    [Fact]
    public async Task An_added_voice_is_listed_and_cannot_be_added_twice()
    {
        await using var add = _checkout.Start("voices", "add", "granny", "21m00Tcm4TlvDq8ikWAM", "--name", "Old Granny", "--speed", "0.9");
        Assert.Equal(ExitCode.Done, await add.EndsAsync());
        await using var list = _checkout.Start("voices");
        Assert.Equal(ExitCode.Done, await list.EndsAsync());
        await using var again = _checkout.Start("voices", "add", "Granny", "other");
        Assert.Equal(ExitCode.Failed, await again.EndsAsync());

        Assert.Contains("'granny' is added: write [CHARACTER: granny].", add.Output, StringComparison.Ordinal);
        Assert.Contains("\ngranny      Old Granny  21m00Tcm4TlvDq8ikWAM  0.5        0.75        0      0.9\n", list.Output, StringComparison.Ordinal);
        Assert.Contains("There is a voice for 'granny' already", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_out_of_range_is_reported_with_the_message_of_the_app()
    {
        await using var add = _checkout.Start("voices", "add", "granny", "abc", "--speed", "7");

        Assert.Equal(ExitCode.Failed, await add.EndsAsync());
        Assert.Contains("speed must be between 0.7 and 1.2.", add.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_is_an_MP3_that_is_reused_while_nothing_changes()
    {
        await using var first = _checkout.Start("voices", "preview", "Every-Coon");
        Assert.Equal(ExitCode.Done, await first.EndsAsync());
        await using var second = _checkout.Start("voices", "preview", "every-coon");
        Assert.Equal(ExitCode.Done, await second.EndsAsync());

        Assert.Equal(["every-coon.mp3", "manifest.json"], _checkout.FilesIn("out/Voice every-coon"));
        Assert.Contains("out/Voice every-coon/every-coon.mp3", first.Output, StringComparison.Ordinal);
        Assert.Contains("Reused from the last run", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_character_without_a_voice_cannot_be_previewed()
    {
        await using var preview = _checkout.Start("voices", "preview", "nobody");

        Assert.Equal(ExitCode.Failed, await preview.EndsAsync());
        Assert.Contains(
            "There is no voice for 'nobody'; use every-coon, or add it: ./run.sh voices add nobody VOICE_ID", preview.Errors, StringComparison.Ordinal);
    }
}
