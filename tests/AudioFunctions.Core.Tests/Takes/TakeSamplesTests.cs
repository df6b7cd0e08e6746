using AudioFunctions.Audio;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Rates;
using AudioFunctions.Takes;
using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Takes;

public sealed class TakeSamplesTests
{
    private const string VoiceId = "BRruTxiLM2nszrcCIpz1";

    [Fact]
    public void The_length_of_speech_is_that_of_the_take_without_silences_at_speed_1()
    {
        var plan = Plan(Beats.Line("0123456789", speed: 0.8, pause: 300, inner: [new InnerPause(5, 200)]));

        var sample = Assert.Single(TakeSamples.Of(plan, Metadata(billed: 5, (0, 1200)), 1500));

        Assert.Equal(new RatedVoice("every-coon", VoiceId, PauseMode.Add), sample.Voice);
        Assert.Equal(new SpeechTotals(1000, 10 / 0.8, 5, 10), sample.Totals);
    }

    [Fact]
    public void Voices_divide_the_length_by_their_spoken_time_and_the_bill_by_their_characters()
    {
        var plan = Plan(
            Beats.Line("0123456789", pause: 100),
            Beats.Line("012345678901234567890123456789", "boomer", speed: 1, pause: 0),
            Beats.Line("0123456789", pause: 0));

        var samples = TakeSamples.Of(plan, Metadata(billed: 25, (0, 1000), (1100, 3100), (3100, 4100)), 4200);

        Assert.Equal(["every-coon", "boomer"], samples.Select(sample => sample.Voice.Character));
        Assert.Equal(new SpeechTotals(2050, 20, 10, 20), samples[0].Totals);
        Assert.Equal(new SpeechTotals(2050, 30, 15, 30), samples[1].Totals);
    }

    [Fact]
    public void A_take_with_missing_silences_gives_only_its_price()
    {
        var metadata = Metadata(billed: 5, (0, 1200)) with { Warnings = ["A pause found no place."] };

        Assert.Equal(new SpeechTotals(0, 0, 5, 10), TakeSamples.Of(Plan(Beats.Line("0123456789")), metadata, 1500).Single().Totals);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    public void An_unknown_bill_gives_no_price(int? billed) =>
        Assert.Equal(new SpeechTotals(1000, 10, 0, 0), TakeSamples.Of(Plan(Beats.Line("0123456789")), Metadata(billed, (0, 900)), 1150).Single().Totals);

    [Fact]
    public void A_bill_for_only_some_segments_gives_no_price()
    {
        var metadata = Metadata(billed: 5, (0, 900)) with { IsPartlyFree = true };

        Assert.Equal(new SpeechTotals(1000, 10, 0, 0), TakeSamples.Of(Plan(Beats.Line("0123456789")), metadata, 1150).Single().Totals);
    }

    [Fact]
    public void A_take_shorter_than_its_silences_or_without_timings_gives_no_length()
    {
        var plan = Plan(Beats.Line("0123456789", pause: 2000), Beats.Line("Two 😀", "fed", speed: 1));

        Assert.All(TakeSamples.Of(plan, Metadata(null), 1000), sample => Assert.Equal(default, sample.Totals));
        Assert.Equal([10, 5], TakeSamples.Of(plan, Metadata(null), 10_000).Select(sample => sample.Totals.Characters));
    }

    private static TakePlan Plan(params ScriptLine[] lines) => new(
        PauseMode.Add, null, SpeechPlan.For(Beats.Of(lines), Beats.Profiles, RegenerateSettings.None, SomeModels.Taking(5000)), DateTimeOffset.UnixEpoch);

    private static TakeMetadata Metadata(int? billed, params (int Start, int End)[] lines) =>
        new("elevenlabs", "m", billed, 0, [.. lines.Select((line, index) => new LineTiming(index, line.Start, line.End))], []);
}
