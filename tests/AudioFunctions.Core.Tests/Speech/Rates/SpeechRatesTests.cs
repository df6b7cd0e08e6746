using AudioFunctions.Scripts;
using AudioFunctions.Speech.Rates;

namespace AudioFunctions.Core.Tests.Speech.Rates;

public sealed class SpeechRatesTests
{
    private static readonly RatedVoice Fed = new("fed", "v1", PauseMode.Add);

    [Fact]
    public void Without_past_takes_the_rates_are_unknown()
    {
        var rates = new SpeechRates([]);

        Assert.Null(rates.MsPerCharacter(Fed));
        Assert.Null(rates.CreditsPerCharacter(Fed));
        Assert.Null(rates.ReliableCreditsPerCharacter());
    }

    public static TheoryData<RatedVoice, double> Nearest => new()
    {
        { Fed, 10 },
        { Fed with { PauseMode = PauseMode.Exact }, 10 },
        { Fed with { Character = "chad" }, 15 },
        { new RatedVoice("chad", "v2", PauseMode.Add), 25 },
    };

    [Theory]
    [MemberData(nameof(Nearest))]
    public void A_voice_without_takes_gets_the_rate_of_the_most_similar_voice_with_takes(RatedVoice voice, double msPerCharacter)
    {
        var rates = new SpeechRates(
        [
            new SpeechSample(Fed, "model", new SpeechTotals(1000, 100, 0, 0)),
            new SpeechSample(Fed with { Character = "boomer" }, "model", new SpeechTotals(2000, 100, 0, 0)),
            new SpeechSample(new RatedVoice("whale", "v3", PauseMode.Add), "model", new SpeechTotals(4500, 100, 0, 0)),
        ]);

        Assert.Equal(msPerCharacter, rates.MsPerCharacter(voice));
    }

    [Fact]
    public void Few_words_of_a_voice_weigh_less_than_many_of_similar_voices()
    {
        var rates = new SpeechRates(
        [
            new SpeechSample(Fed, "model", new SpeechTotals(4900, 49, 0, 0)),
            new SpeechSample(new RatedVoice("whale", "v3", PauseMode.Add), "model", new SpeechTotals(5100, 51, 0, 0)),
        ]);

        Assert.Equal(100, rates.MsPerCharacter(Fed));
    }

    [Fact]
    public void Length_and_price_are_known_independently()
    {
        var rates = new SpeechRates([new SpeechSample(Fed, "model", new SpeechTotals(0, 0, 40, 80))]);

        Assert.Null(rates.MsPerCharacter(Fed));
        Assert.Equal(0.5, rates.CreditsPerCharacter(Fed));
    }

    [Theory]
    [InlineData(999, null)]
    [InlineData(1000, 0.5)]
    public void A_price_is_reliable_after_a_thousand_characters(double characters, double? price)
    {
        var rates = new SpeechRates([new SpeechSample(Fed, "model", new SpeechTotals(0, 0, characters / 2, characters))]);

        Assert.Equal(price, rates.ReliableCreditsPerCharacter());
    }

    [Fact]
    public void Old_samples_lose_weight()
    {
        var aged = new SpeechTotals(1_000_000, 100_001, 10, 20).Aged();

        Assert.Equal(new SpeechTotals(500_000, 50_000.5, 10, 20), aged);
        Assert.Equal(new SpeechTotals(8, 4, 100_000, 50_001), new SpeechTotals(8, 4, 200_000, 100_002).Aged());
    }
}
