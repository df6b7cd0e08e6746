using AudioFunctions.Testing.Running;

namespace AudioFunctions.Studio.Tests;

[Collection(StudioTests.Name)]
public sealed class WaveformTests(StudioApp app)
{
    [Fact]
    public async Task Drag_seeks_until_the_pointer_is_lost()
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat("Dragged", "Me am dragged from here to there."));
        await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
        var (audio, waveform, mouse) = (window.Page.Locator("audio"), window.Page.Locator(".waveform"), window.Page.Mouse);
        await window.UntilAsync(audio, "audio => audio.readyState >= 2");
        await waveform.ScrollIntoViewIfNeededAsync();
        var box = (await waveform.BoundingBoxAsync())!;
        await mouse.MoveAsync(box.X + (box.Width / 10), box.Y + (box.Height / 2));
        await mouse.DownAsync();
        await mouse.MoveAsync(box.X + (box.Width / 4), box.Y + (box.Height / 2));
        await window.UntilAsync(audio, "audio => Math.abs(audio.currentTime / audio.duration - 0.25) < 0.05");

        // As a browser does when a finger begins to scroll.
        await waveform.EvaluateAsync("waveform => waveform.releasePointerCapture(1)");
        await mouse.MoveAsync(box.X + (box.Width * 3 / 4), box.Y + (box.Height / 2));
        await window.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Assert.InRange(await audio.EvaluateAsync<double>("audio => audio.currentTime / audio.duration"), 0.2, 0.3);
        window.AssertQuiet();
    }
}
