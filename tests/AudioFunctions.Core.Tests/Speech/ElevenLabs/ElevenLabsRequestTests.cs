using AudioFunctions.Speech;
using AudioFunctions.Speech.Models;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Speech.ElevenLabs;

public sealed class ElevenLabsRequestTests
{
    private static readonly SpeechSegment Middle = SpeechPlan.For(
        Beats.Of(Beats.Line("Hi.", "boomer"), Beats.Line("Bag “NOT” same & <3 Ü 🦝?", speed: 1.15), Beats.Line("Bye.", "boomer")),
        Beats.Profiles,
        RegenerateSettings.None,
        SomeModels.Taking(1000))[1] with
    { Model = null };

    [Fact]
    public async Task The_request_is_exactly_the_one_in_the_contract()
    {
        await using var lab = await SpeechLab.StartAsync();

        await lab.Speech.SpeakAsync(Middle, CancellationToken.None);

        var request = Assert.Single(lab.StandIn.Requests);
        Assert.Equal("BRruTxiLM2nszrcCIpz1", request.VoiceId);
        Assert.Equal("?output_format=mp3_44100_128", request.Query);
        Assert.Equal(
            """{"text":"Bag “NOT” same & <3 Ü 🦝?","model_id":"eleven_turbo_v2_5","""
            + """ "voice_settings":{"stability":0.35,"similarity_boost":0.78,"use_speaker_boost":true,"speed":1.15},"""[1..]
            + """ "previous_text":"Hi.","next_text":"Bye."}"""[1..],
            request.Body.Replace(@"\uD83E\uDD9D", "🦝", StringComparison.Ordinal));
        Assert.Empty(lab.StandIn.Violations);
    }

    [Fact]
    public async Task Configured_values_are_sent()
    {
        await using var lab = await SpeechLab.StartAsync(
            settings:
            [
                ("ElevenLabs:Seed", "4294967295"),
                ("ElevenLabs:ModelId", "eleven_multilingual_v2"),
                ("ElevenLabs:OutputFormat", "mp3_44100_64"),
            ]);

        var raw = await lab.Speech.SpeakAsync(Beats.Segment("Me."), CancellationToken.None);

        var request = Assert.Single(lab.StandIn.Requests);
        Assert.Equal("?output_format=mp3_44100_64", request.Query);
        Assert.EndsWith(""","seed":4294967295}""", request.Body, StringComparison.Ordinal);
        Assert.Contains("\"model_id\":\"eleven_multilingual_v2\"", request.Body, StringComparison.Ordinal);
        Assert.Equal(("elevenlabs", "eleven_multilingual_v2", 3), (raw.Provider, raw.Model, raw.BilledCharacters));
        Assert.Empty(lab.StandIn.Violations);
    }

    [Fact]
    public async Task The_known_facts_about_a_model_do_not_change_the_request_key()
    {
        await using var lab = await SpeechLab.StartAsync();
        var known = new SpeechModel("eleven_turbo_v2_5", 40_000, 0.5) { HasSpeakerBoost = true };
        var listed = known with { HasSpeakerBoost = false, HasStyle = true, CreditsPerCharacter = 1 };

        Assert.True(lab.Speech.IsSameRequest(Middle with { Model = known }, Middle with { Model = listed }));
        Assert.False(lab.Speech.IsSameRequest(Middle with { Model = known }, Middle with { Model = listed with { Id = "eleven_v3" } }));
        Assert.False(lab.Speech.IsSameRequest(Middle with { Model = known }, Middle with { Model = listed, VoiceId = "another" }));
    }

    [Theory]
    [InlineData("eleven_turbo_v2_5", "de", "fr", ",\"language_code\":\"fr\"}")]
    [InlineData("eleven_flash_v2_5", "de", null, ",\"language_code\":\"de\"}")]
    [InlineData("eleven_v3", "", "fr", ",\"language_code\":\"fr\"}")]
    [InlineData("eleven_turbo_v2_5", "", null, "}")]
    [InlineData("eleven_multilingual_v2", "de", "fr", "}")]
    [InlineData("eleven_next", "de", null, "}")]
    public async Task The_language_of_the_profile_or_else_of_the_setting_is_sent_if_the_model_supports_it(
        string model, string setting, string? profile, string end)
    {
        await using var lab = await SpeechLab.StartAsync(settings: [("ElevenLabs:ModelId", model), ("Speech:LanguageCode", setting)]);

        await lab.Speech.SpeakAsync(Beats.Segment("Me.") with { LanguageCode = profile }, CancellationToken.None);

        var body = Assert.Single(lab.StandIn.Requests).Body;
        Assert.EndsWith(end, body, StringComparison.Ordinal);
        Assert.Equal(end.Length > 1, body.Contains("language_code", StringComparison.Ordinal));
        Assert.Empty(lab.StandIn.Violations);
    }

    [Theory]
    [InlineData(0.24, "0")]
    [InlineData(0.25, "0.5")]
    [InlineData(0.74, "0.5")]
    [InlineData(0.75, "1")]
    public async Task Eleven_v3_gets_only_supported_fields(double stability, string sent)
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("ElevenLabs:ModelId", "eleven_v3"));
        var segment = Middle with { Settings = Middle.Settings with { Stability = stability } };

        await lab.Speech.SpeakAsync(segment, CancellationToken.None);

        Assert.EndsWith(
            "\"voice_settings\":{\"stability\":" + sent + ""","similarity_boost":0.78}}""",
            Assert.Single(lab.StandIn.Requests).Body,
            StringComparison.Ordinal);
        Assert.Empty(lab.StandIn.Violations);
    }

    [Theory]
    [InlineData("eleven_turbo_v2_5", 40_000)]
    [InlineData("eleven_flash_v2_5", 40_000)]
    [InlineData("eleven_multilingual_v2", 10_000)]
    [InlineData("eleven_v3", 5_000)]
    [InlineData("eleven_of_tomorrow", 5_000)]
    public async Task A_text_over_the_limit_of_the_model_is_not_sent(string model, int limit)
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("ElevenLabs:ModelId", model));

        var failure = await lab.FailsAsync(Beats.Segment(new string('a', limit + 1)));

        Assert.Equal(limit, (await lab.Speech.FindModelsAsync(default)).Default.MaxCharacters);
        Assert.Equal(("text-too-long", false), (failure.Code, failure.IsRetryable));
        Assert.Empty(lab.StandIn.Requests);
    }

    [Fact]
    public async Task The_response_is_returned_unchanged_with_its_cost_and_request_id()
    {
        await using var lab = await SpeechLab.StartAsync();

        var raw = await lab.Speech.SpeakAsync(Beats.Segment("Bag look same."), CancellationToken.None);
        var spoken = SpeechResponse.Read(raw, "Bag look same.");

        var bill = Assert.Single(lab.StandIn.Bills);
        Assert.Equal((bill.Cost, bill.RequestId), (raw.BilledCharacters, raw.RequestId));
        Assert.Equal(7, bill.Cost);
        Assert.StartsWith("""{"audio_base64":""", System.Text.Encoding.UTF8.GetString(raw.Body.Span), StringComparison.Ordinal);
        Assert.Equal(14, spoken.Alignment!.StartSeconds.Count);
        Assert.True(spoken.Audio.Length > 1000);
    }

    [Fact]
    public async Task The_older_cost_header_is_read_too()
    {
        await using var lab = await SpeechLab.StartAsync(new StandInOptions { CostHeader = "x-character-count" });

        Assert.Equal(7, (await lab.Speech.SpeakAsync(Beats.Segment("Bag look same."), CancellationToken.None)).BilledCharacters);
    }

    [Fact]
    public async Task Without_a_cost_header_the_cost_is_unknown()
    {
        await using var lab = await SpeechLab.StartAsync(new StandInOptions { CostHeader = "x-something-else" });

        Assert.Null((await lab.Speech.SpeakAsync(Beats.Segment("Bag look same."), CancellationToken.None)).BilledCharacters);
    }
}
