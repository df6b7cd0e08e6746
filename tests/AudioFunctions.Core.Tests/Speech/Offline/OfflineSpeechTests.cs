using System.Text;
using System.Text.Json;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Offline;
using AudioFunctions.Voices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioFunctions.Core.Tests.Speech.Offline;

public sealed class OfflineSpeechTests
{
    private readonly OfflineSpeech _speech = new(
        new EspeakProcess("espeak-ng", TimeSpan.FromSeconds(60), TimeProvider.System), null, NullLogger<OfflineSpeech>.Instance);

    [Fact]
    public async Task The_response_has_the_provider_and_a_cost_of_0()
    {
        var journal = new MemoryJournal();
        var raw = await _speech.SpeakAsync(Beats.Segment("Bag look same."), journal, CancellationToken.None);

        Assert.Equal(("offline", "espeak-ng", 0, null), (raw.Provider, raw.Model, raw.BilledCharacters, raw.RequestId));
        Assert.Equal(("offline", "espeak-ng"), (_speech.Provider, _speech.Model));
        Assert.Empty(journal.Notes);
        Assert.Equal(
            ["audio_base64", "alignment", "normalized_alignment"],
            JsonSerializer.Deserialize<JsonElement>(raw.Body.Span).EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task Every_piece_starts_and_ends_in_the_audio_at_its_time_in_the_alignment()
    {
        var segment = Assert.Single(SpeechPlan.For(
            Beats.Of(
                Beats.Line("Was ten ounces. Now seven ounces.", pause: 100, inner: new InnerPause(20, 200)),
                Beats.Line("Same price! Über naïve 🦝 raccoon?", pause: 0),
                Beats.Line("Me scammed.", pause: 0)),
            Beats.Profiles,
            RegenerateSettings.None,
            SomeModels.Taking(1000)));

        var spoken = await SpeakAsync(segment);

        // The pieces of text between positions of possible silence, and the sound around their ends.
        (int From, int To)[] pieces = [(0, 19), .. segment.Lines.Select(l => (l.Line == 0 ? 20 : l.Start, l.Start + l.Length))];
        var heard = Decoded.Of(spoken.Audio);
        foreach (var (from, to) in pieces)
        {
            var start = spoken.Alignment!.StartSeconds[from];
            var end = spoken.Alignment.EndSeconds[to - 1];
            Assert.Equal(start, heard.FirstSoundFrom(start - 0.025), tolerance: 0.004);
            Assert.Equal(end, heard.LastSoundUntil(end + 0.065), tolerance: 0.004);
            Assert.True(heard.IsQuietBetween(end + 0.001, end + 0.065));
        }
    }

    [Fact]
    public async Task Characters_of_a_piece_divide_its_voiced_time_and_the_space_between_lines_is_in_the_silence()
    {
        var spoken = await SpeakAsync(Beats.Segment("Me open bag.", "Me see air."));
        var alignment = spoken.Alignment!;

        Assert.Equal(24, alignment.StartSeconds.Count);
        Assert.All(alignment.StartSeconds.Zip(alignment.StartSeconds.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.Equal(alignment.EndSeconds[11], alignment.StartSeconds[12], precision: 5);
        Assert.Equal(0.1, alignment.EndSeconds[12] - alignment.StartSeconds[12], precision: 4);
    }

    [Theory]
    [InlineData("...")]
    [InlineData("–")]
    [InlineData("[[]]")]
    public async Task A_text_without_sound_is_a_short_silence(string text)
    {
        // No plan requests such a text, but the voice must not fail.
        var segment = Beats.Segment("x") with { Text = text, Lines = [new SegmentLine(0, 0, text.Length)] };

        var spoken = await SpeakAsync(segment);

        Assert.NotNull(spoken.Alignment);
        Assert.Equal(0.3, Decoded.Samples(spoken.Audio).Length / 22050.0, precision: 2);
    }

    [Fact]
    public async Task Speed_scales_the_rate()
    {
        var segment = Beats.Segment("Corporation stole your chips and nobody noticed.");

        var slow = await SpeakAsync(segment with { Settings = segment.Settings with { Speed = 0.7 } });
        var fast = await SpeakAsync(segment with { Settings = segment.Settings with { Speed = 1.2 } });

        Assert.InRange((double)slow.Audio.Length / fast.Audio.Length, 1.4, 2.0);
    }

    [Fact]
    public async Task The_six_characters_sound_different_and_each_the_same_again()
    {
        var responses = new List<string>();
        foreach (var character in Beats.Profiles.Keys)
        {
            var segment = Beats.Segment("Dumpster never shrink.") with { Character = character };
            var first = await _speech.SpeakAsync(segment, CancellationToken.None);
            var again = await _speech.SpeakAsync(segment, CancellationToken.None);
            Assert.Equal(first.Body.ToArray(), again.Body.ToArray());
            responses.Add(Encoding.UTF8.GetString(first.Body.Span));
        }

        Assert.Equal(6, responses.Distinct().Count());
    }

    [Theory]
    [InlineData("-v de")]
    [InlineData("--help")]
    [InlineData("$(touch x); \"quoted\" 'text' | more")]
    [InlineData("<speak><break time=\"9s\"/></speak>")]
    [InlineData("Fish & chips &amp; more")]
    public async Task Text_is_never_an_option_a_command_or_markup(string text)
    {
        var spoken = await SpeakAsync(Beats.Segment(text));

        var plain = await SpeakAsync(Beats.Segment("Some ordinary words here."));
        Assert.InRange(spoken.Audio.Length, plain.Audio.Length / 4, plain.Audio.Length * 6);
        Assert.Equal(text.Length, spoken.Alignment!.StartSeconds.Count);
    }

    [Fact]
    public async Task Phoneme_brackets_are_not_interpreted()
    {
        var obeyed = await SpeakAsync(Beats.Segment("[[h@l'oU]]"));
        var single = await SpeakAsync(Beats.Segment("[ [h@l'oU]]"));

        Assert.Equal(Decoded.Samples(single.Audio), Decoded.Samples(obeyed.Audio));
    }

    [Fact]
    public async Task Without_espeak_the_failure_says_how_to_install_it()
    {
        var speech = new OfflineSpeech(
            new EspeakProcess("/nowhere/espeak-ng", TimeSpan.FromSeconds(5), TimeProvider.System), null, NullLogger<OfflineSpeech>.Instance);

        var failure = await Assert.ThrowsAsync<SpeechException>(() => speech.SpeakAsync(Beats.Segment("Me."), CancellationToken.None));

        Assert.Equal(("offline-voice-missing", false), (failure.Code, failure.IsRetryable));
        Assert.Equal(
            "The offline voice needs espeak-ng, which could not be started. Install it (Debian, Ubuntu: apt-get install espeak-ng; "
            + "macOS: brew install espeak-ng), set Speech__EspeakPath, or set ELEVENLABS_API_KEY to speak with ElevenLabs.",
            failure.Message);
    }

    [Fact]
    public async Task Segments_spoken_concurrently_do_not_mix()
    {
        var texts = Enumerable.Range(1, 8).Select(i => string.Join(' ', Enumerable.Repeat("chips", i))).ToList();

        var together = await Task.WhenAll(texts.Select(t => SpeakAsync(Beats.Segment(t))));

        Assert.Equal(together.Select(s => s.Audio.Length).Order(), together.Select(s => s.Audio.Length));
        Assert.Equal((await SpeakAsync(Beats.Segment(texts[3]))).Audio.ToArray(), together[3].Audio.ToArray());
    }

    [Fact]
    public async Task The_language_of_the_profile_is_used()
    {
        var english = Beats.Segment("Die Tüte ist leer.");
        var german = english with { LanguageCode = "de" };

        Assert.NotEqual(Decoded.Samples((await SpeakAsync(english)).Audio), Decoded.Samples((await SpeakAsync(german)).Audio));
        Assert.False(_speech.IsSameRequest(english, german));
        Assert.True(_speech.IsSameRequest(english, english with { LanguageCode = "en" }));
    }

    [Theory]
    [InlineData("Bag not same.", null, null)]
    [InlineData("Me like 北京 and Москва.", null, null)]
    [InlineData("你好，世界。", "zh", null)]
    [InlineData("Привет, мир.", "ru", null)]
    [InlineData("123, 456!", null, null)]
    [InlineData("你好，世界。", null, "speaks 'en' and cannot read Chinese text; set language_code in its voice profile, or Speech__LanguageCode, to the text's language (for instance 'zh').")]
    [InlineData("袋を開けて、空気を見た。", null, "speaks 'en' and cannot read Japanese text")]
    [InlineData("Привет, мир.", "de", "speaks 'de' and cannot read Cyrillic text")]
    [InlineData("مرحبا", null, "speaks 'en' and cannot read Arabic text")]
    [InlineData("Kumusta.", "fil", "The offline voice does not speak the language 'fil' of every-coon; it reads the text as English.")]
    public void A_text_that_the_voice_cannot_read_causes_a_warning(string text, string? language, string? warning)
    {
        var warnings = _speech.WarningsFor([Beats.Segment(text) with { LanguageCode = language }]);

        if (warning is null)
            Assert.Empty(warnings);
        else
            Assert.Contains(warning, Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_is_returned_once_per_take_and_logged_once()
    {
        using var logs = new LogCapture();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        var speech = new OfflineSpeech(
            new EspeakProcess("espeak-ng", TimeSpan.FromSeconds(60), TimeProvider.System), "de", factory.CreateLogger<OfflineSpeech>());
        var chinese = Beats.Segment("你好。");

        var first = speech.WarningsFor([chinese, Beats.Segment("Guten Tag."), chinese]);
        var second = speech.WarningsFor([chinese]);

        Assert.Equal(first, second);
        Assert.Contains("speaks 'de'", Assert.Single(first), StringComparison.Ordinal);
        Assert.Single(logs.Entries, entry => entry.StartsWith("Warning", StringComparison.Ordinal));
    }

    private async Task<SpokenAudio> SpeakAsync(SpeechSegment segment) =>
        SpeechResponse.Read(await _speech.SpeakAsync(segment, CancellationToken.None), segment.Text);
}
