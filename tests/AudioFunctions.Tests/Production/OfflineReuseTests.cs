using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Production;

[Collection(OfflineAppTests.Name)]
public sealed class OfflineReuseTests(OfflineApp app)
{
    [Fact]
    public async Task Takes_of_the_offline_voice_are_reused_unless_they_would_sound_different()
    {
        var script = ScriptText.Beats(3);
        var first = await app.Client.ProduceAsync(script);
        // A pause of another length, and another character with the same ElevenLabs voice.
        await app.Client.PutAsync(
            new Uri("voices/twin", UriKind.Relative),
            new StringContent(
                """{"display_name":"Twin","voice_id":"BRruTxiLM2nszrcCIpz1","stability":0.35,"similarity_boost":0.78,"style":0.45,"speed":1}""",
                System.Text.Encoding.UTF8,
                "application/json"));
        var edited = script.Replace("berries. [PAUSE: 120ms]", "berries. [PAUSE: 220ms]", StringComparison.Ordinal)
            .Replace("Me found cherries", "[CHARACTER: twin] Me found cherries", StringComparison.Ordinal);

        var second = await app.Client.ProduceAsync(edited, first["session_id"]!.GetValue<string>());

        Assert.Equal([true, true, false], second["beats"]!.AsArray().Select(beat => beat!["takes"]![0]!["reused_from"] is not null));
        var lengths = new[] { first, second }.Select(session => session["beats"]![1]!["takes"]![0]!["audio_duration_ms"]!.GetValue<int>()).ToList();
        Assert.InRange(lengths[1] - lengths[0], 100 - 27, 100 + 27);
    }
}
