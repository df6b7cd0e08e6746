using System.Buffers.Binary;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

[Collection(TakeStudioTests.Name)]
public sealed class WaveformTests(StudioApp app)
{
    /// <summary>Measures the bars of a waveform, which are opaque, in pixels.</summary>
    private const string Bars = """
        canvas => {
          const columns = () => {
            const { width, height } = canvas;
            // The browser warns of reading a canvas that is there to be shown.
            const pen = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
            pen.drawImage(canvas, 0, 0);
            const { data } = pen.getImageData(0, 0, width, height);
            return Array.from({ length: width }, (_, x) => Array.from({ length: height }, (_, y) => data[(y * width + x) * 4 + 3]).filter(alpha => alpha === 255).length);
          };
          canvas.tallest = () => Math.max(...columns());
          canvas.rightmost = () => columns().findLastIndex(tall => tall > 0) + 1;
          return canvas;
        }
        """;

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

    [Fact]
    public async Task Takes_of_a_beat_are_drawn_on_one_scale()
    {
        var id = (await app.Client.ProduceAsync(Scripts.OneBeat("Drawn", "Me am loud, then I am soft.")))["session_id"];
        var (_, started, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, $"sessions/{id}/beats/01_only/regenerate", ApiCalls.Json("""{"new_pace":"slow"}"""));
        await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
        var takes = session!["beats"]![0]!["takes"]!.AsArray().Select(take => take!).ToList();
        await using var window = await app.OpenAsync("/voices");
        await SoundAsync(window, takes[0], 0.8);
        // 12 dB softer.
        await SoundAsync(window, takes[1], 0.2);
        await window.GoAsync($"#/sessions/{id}");
        var canvases = window.Page.Locator(".waveform canvas");
        await Expect(canvases).ToHaveCountAsync(2);
        await window.UntilAsync(canvases.First, $"canvas => ({Bars})(canvas).tallest() > 20");
        await window.UntilAsync(canvases.Last, $"canvas => ({Bars})(canvas).tallest() > 10");

        var (loud, soft) = (await TallestAsync(canvases.First), await TallestAsync(canvases.Last));
        Assert.InRange(soft / loud, 0.45, 0.55);
        double LengthMs(int take) => takes[take]["audio_duration_ms"]!.GetValue<int>();
        var share = await canvases.First.EvaluateAsync<double>("canvas => canvas.rightmost() / canvas.width");
        Assert.InRange(share, (LengthMs(0) / LengthMs(1)) - 0.03, (LengthMs(0) / LengthMs(1)) + 0.03);
        Assert.InRange(await canvases.Last.EvaluateAsync<double>("canvas => canvas.rightmost() / canvas.width"), 0.97, 1);
        window.AssertQuiet();
    }


    private static Task<double> TallestAsync(ILocator canvas) => canvas.EvaluateAsync<double>("canvas => canvas.tallest()");

    /// <summary>Lets the page hear a tone in place of a take.</summary>
    private static Task<IAsyncDisposable> SoundAsync(StudioWindow window, JsonNode take, double level)
    {
        var wav = Tone(take["audio_duration_ms"]!.GetValue<int>(), level);
        return window.Page.RouteAsync(
            $"**/takes/{take["take_id"]}/audio", route => route.FulfillAsync(new RouteFulfillOptions { BodyBytes = wav, ContentType = "audio/wav" }));
    }

    /// <summary>A WAV file with 440 Hz, 16 bit mono.</summary>
    private static byte[] Tone(int durationMs, double level)
    {
        const int Rate = 44100, Header = 44;
        var file = new byte[Header + (2 * (durationMs * Rate / 1000))];
        var wav = file.AsSpan();
        "RIFF    WAVEfmt                     data    "u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav[4..], file.Length - 8);
        BinaryPrimitives.WriteInt32LittleEndian(wav[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(wav[24..], Rate);
        BinaryPrimitives.WriteInt32LittleEndian(wav[28..], Rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav[34..], 16);
        BinaryPrimitives.WriteInt32LittleEndian(wav[40..], file.Length - Header);
        for (var at = Header; at < file.Length; at += 2)
        {
            var sample = level * Math.Sin(2 * Math.PI * 440 * ((at - Header) / 2) / Rate);
            BinaryPrimitives.WriteInt16LittleEndian(wav[at..], (short)(sample * short.MaxValue));
        }

        return file;
    }
}
