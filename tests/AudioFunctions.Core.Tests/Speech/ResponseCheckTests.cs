using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using AudioFunctions.Speech;

namespace AudioFunctions.Core.Tests.Speech;

/// <summary>Whether a response is as long as its alignment.</summary>
public sealed class ResponseCheckTests
{
    private const int BytesPerSecond = 100;

    [Theory]
    [InlineData("eleven_v4", 60, 60.08)]
    [InlineData("eleven_v4_turbo", 60, 60.2)]
    [InlineData("eleven_multilingual_v2", 60, 60.5)]
    [InlineData("eleven_turbo_v2_5", 1, 1.2)]
    [InlineData("eleven_v3", 60, 62.9)]
    [InlineData("eleven_v3", 1, 1.2)]
    [InlineData("a_new_model", 60, 62.9)]
    [InlineData("eleven_turbo_v2_5", 60, 30)]
    public void An_alignment_may_end_a_little_after_the_audio_and_drift_where_the_model_drifts(string model, double seconds, double end) =>
        Assert.Null(ResponseCheck.DefectOf(Response(model, seconds, end), "abcdefghij"));

    [Theory]
    [InlineData("eleven_v4", "is cut short: 60.0 s of 61.0 s", 60, 61)]
    [InlineData("eleven_multilingual_v2", "is cut short: 60.0 s of 60.7 s", 60, 60.7)]
    [InlineData("eleven_turbo_v2_5", "is cut short: 57.2 s of 60.0 s", 57.2, 60)]
    [InlineData("eleven_flash_v2_5", "is cut short: 60.0 s of 62.9 s", 60, 62.9)]
    [InlineData("eleven_v3", "is cut short: 60.0 s of 63.1 s", 60, 63.1)]
    [InlineData("a_new_model", "is cut short: 1.0 s of 1.3 s", 1, 1.3)]
    public void Audio_that_ends_before_its_alignment_is_cut_short(string model, string defect, double seconds, double end) =>
        Assert.Equal(defect, ResponseCheck.DefectOf(Response(model, seconds, end), "abcdefghij"));

    /// <summary>Ten letters, the last two of which end together: one odd time is ignored.</summary>
    private static RawSpeech Response(string model, double seconds, double end)
    {
        var wave = new byte[44 + (int)Math.Round(seconds * BytesPerSecond)];
        "RIFF"u8.CopyTo(wave);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(28), BytesPerSecond);
        var times = string.Join(',', Enumerable.Range(1, 10).Select(i => (end * Math.Min(i, 9) / 9).ToString(CultureInfo.InvariantCulture)));
        var characters = string.Join(',', "abcdefghij".Select(letter => $"\"{letter}\""));
        var alignment = $"{{\"characters\":[{characters}],\"character_start_times_seconds\":[{times}],\"character_end_times_seconds\":[{times}]}}";
        var body = $"{{\"audio_base64\":\"{Convert.ToBase64String(wave)}\",\"alignment\":{alignment}}}";
        return new RawSpeech(Encoding.UTF8.GetBytes(body), "elevenlabs", model, null, null);
    }
}
