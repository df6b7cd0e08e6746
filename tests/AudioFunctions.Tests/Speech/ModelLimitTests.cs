using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Speech;

/// <summary>A beat that is longer than one request to its model may be.</summary>
public sealed class ModelLimitTests
{
    private const int Limit = 100;

    private static readonly string[] Lines =
    [
        "Me found apples under the big old tree. Me ate all of them.",
        "Me found berries too. Me ate them.",
        "Then came the raccoon 🦝 from over the hill and took everything we had. It was a large one. Nobody helped us at all.",
        "Me cried.",
    ];

    [Theory]
    [InlineData("eleven_v3", "add")]
    [InlineData("eleven_multilingual_v2", "exact")]
    public async Task Long_beat_is_spoken_in_several_requests_and_joined_seamlessly(string model, string pauseMode)
    {
        await using var app = await StandInApp.StartAsync(
            new StandInOptions { Sound = StandInSound.Tones }, settings => settings.With("ElevenLabs__ModelId", model));
        app.Speech.Models.Limit(model, Limit);
        var body = string.Join('\n', Lines);

        var produced = await app.Client.ProduceAsync(
            $"[META]\nvideo_title: Long\nproject: tests\npause_mode: {pauseMode}\n[BEAT: 01_long]\nname: Long\n---\n{body}\n[END_BEAT]\n");

        var texts = app.Speech.Requests.Select(request => request.Text).ToList();
        Assert.Equal(
            [
                $"{Lines[0]} {Lines[1]}",
                "Then came the raccoon 🦝 from over the hill and took everything we had. It was a large one.",
                $"Nobody helped us at all. {Lines[3]}",
            ],
            texts);
        Assert.All(texts, text => Assert.InRange(text.EnumerateRunes().Count(), 1, Limit));
        Assert.Equal(model != "eleven_v3", app.Speech.Requests.Any(request => request.Body.Contains("previous_text", StringComparison.Ordinal)));
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{produced["session_id"]!.GetValue<string>()}");
        var take = session!["beats"]![0]!["takes"]![0]!;
        Assert.Empty(take["warnings"]!.AsArray());
        AssertInOrder(take["lines"]!.AsArray());
        Assert.Empty(app.Speech.Violations);
    }

    /// <summary>Each line occurs once, and between two of them there is at most a sentence's silence in addition to the written pause.</summary>
    private static void AssertInOrder(JsonArray timings)
    {
        Assert.Equal(Enumerable.Range(0, Lines.Length), timings.Select(timing => timing!["line"]!.GetValue<int>()));
        var gaps = timings.Zip(timings.Skip(1), (one, next) => next!["start_ms"]!.GetValue<int>() - one!["end_ms"]!.GetValue<int>());
        Assert.All(gaps, gap => Assert.InRange(gap, 145, 450));
    }
}
