using AudioFunctions.Core.Tests.Scripts;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Estimates;
using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Models;
using AudioFunctions.Speech.Rates;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace AudioFunctions.Core.Tests.Estimates;

/// <summary>Storage is real; speech service and account are mocks, because the tests are about sums.</summary>
[Collection(StorageTests.Name)]
public sealed class ScriptEstimatorTests
{
    private const string VoiceId = "BRruTxiLM2nszrcCIpz1";

    private const string TwoBeats = Els.Meta + """
        [BEAT: 01_talk]
        name: Talk
        ---
        [DIRECTION: never counted] Me **say** this. [PAUSE: 400ms]
        And *that*.
        [CHARACTER: boomer] [PACE: normal] Back then!
        [END_BEAT]
        [BEAT: 02_end]
        name: End
        ---
        One [PAUSE: 1s] two.
        [END_BEAT]
        """;

    private readonly string _model = Guid.NewGuid().ToString("N");
    private readonly Mock<ISpeechService> _speech = new(MockBehavior.Strict);
    private readonly Mock<ISpeechAccount> _account = new(MockBehavior.Strict);
    private readonly SpeechRateStore _rates;
    private readonly PronunciationStore _pronunciations;

    public ScriptEstimatorTests(AzuriteFixture azurite)
    {
        _pronunciations = new PronunciationStore(new TableServiceClient(azurite.ConnectionString));
        _rates = new SpeechRateStore(new TableServiceClient(azurite.ConnectionString), NullLogger<SpeechRateStore>.Instance);
        _speech.SetupGet(speech => speech.Provider).Returns("elevenlabs");
        _speech.SetupGet(speech => speech.Model).Returns(_model);
        HasModel(SomeModels.Taking(5000, _model));
        _account.SetupGet(account => account.IsFree).Returns(false);
        HasCredits(new AccountCredits(0, 1_000_000, 0, null));
    }

    [Fact]
    public async Task Lines_with_nothing_to_say_cost_nothing_and_last_as_long_as_their_pauses()
    {
        var spoken = await EstimateAsync(Els.Body("Hello. [PAUSE: 150]\nBye."));
        var withSilence = await EstimateAsync(Els.Body("Hello.\n[CHARACTER: boomer] ... [PAUSE: 700]\n[CHARACTER: every-coon] Bye."));

        Assert.Equal(spoken.Total with { ExpectedDurationMs = spoken.Total.ExpectedDurationMs + 700 }, withSilence.Total);
        Assert.Equal(["every-coon"], withSilence.Voices.Select(voice => voice.Character));
    }

    [Fact]
    public async Task The_estimate_counts_the_text_that_a_production_would_send()
    {
        var estimate = await EstimateAsync(TwoBeats);

        // "Me SAY this. And that." and "Back then!"; "One two.": two requests and one.
        Assert.Equal(new EstimateTotal(22 + 10 + 8, 3, 2983 + 1833, 11 + 5 + 4), estimate.Total);
        Assert.Equal(
            [
                new BeatEstimate("01_talk", "Talk", 32, 2, 2983, 16, false),
                new BeatEstimate("02_end", "End", 8, 1, 1833, 4, false),
            ],
            estimate.Beats);
        Assert.Equal(
            [new VoiceEstimate("every-coon", VoiceId, 30, 2), new VoiceEstimate("boomer", VoiceId, 10, 1)], estimate.Voices);
        Assert.Equal((EstimateBasis.RuleOfThumb, true), (estimate.Basis, estimate.Sufficient));
        Assert.Equal(new CreditsLeft(1_000_000, 1_000_000, null), estimate.Credits);
        Assert.Empty(estimate.Warnings);
    }

    [Fact]
    public async Task A_dialogue_is_one_request_with_both_voices()
    {
        HasModel(SpeechModels.Only(SomeModels.Capable(_model) with { MaxDialogueCharacters = 800 }));

        var estimate = await EstimateAsync(TwoBeats);

        Assert.Equal(new EstimateTotal(22 + 10 + 8, 2, 2983 + 1833, 11 + 5 + 4), estimate.Total);
        Assert.Equal([1, 1], estimate.Beats.Select(beat => beat.Requests));
        Assert.Equal(
            [new VoiceEstimate("every-coon", VoiceId, 30, 2), new VoiceEstimate("boomer", VoiceId, 10, 1)], estimate.Voices);
    }

    [Fact]
    public async Task A_reused_beat_has_a_length_but_no_cost()
    {
        var estimate = await EstimateAsync(TwoBeats, "01_talk");

        Assert.Equal(new BeatEstimate("01_talk", "Talk", 0, 0, 2983, 0, true), estimate.Beats[0]);
        Assert.Equal(new EstimateTotal(8, 1, 2983 + 1833, 4), estimate.Total);
        Assert.Equal([new VoiceEstimate("every-coon", VoiceId, 8, 1)], estimate.Voices);
    }

    [Fact]
    public async Task A_limit_on_characters_makes_more_requests()
    {
        HasModel(SomeModels.Taking(15, _model));

        Assert.Equal(4, (await EstimateAsync(TwoBeats)).Total.Requests);
    }

    [Fact]
    public async Task Length_and_price_come_from_past_takes_and_speed_scales_the_length()
    {
        await LearnAsync("every-coon", ms: 10_000, characters: 100, credits: 80);

        var estimate = await EstimateAsync(Els.Body("[PACE: slow] 0123456789 [PAUSE: 0]"));

        Assert.Equal(new EstimateTotal(10, 1, (int)Math.Round(10 / 0.75 * 100), 8), estimate.Total);
        Assert.Equal(EstimateBasis.PastTakes, estimate.Basis);
    }

    [Fact]
    public async Task The_price_of_another_voice_is_used_if_a_voice_has_none()
    {
        await LearnAsync("fed", ms: 0, characters: 0, credits: 60, billedCharacters: 100);
        await LearnAsync("boomer", ms: 10_000, characters: 100, credits: 0, billedCharacters: 0);

        var estimate = await EstimateAsync(TwoBeats);

        Assert.Equal(EstimateBasis.PastTakes, estimate.Basis);
        Assert.Equal(13 + 6 + 5, estimate.Total.ExpectedCredits);
    }

    [Fact]
    public async Task The_offline_voice_costs_nothing_and_sends_no_requests()
    {
        HasModel(SomeModels.Taking(5000, _model, price: 0));
        _account.SetupGet(account => account.IsFree).Returns(true);
        HasCredits(null);

        var estimate = await EstimateAsync(TwoBeats);

        Assert.Equal((0, null, true, null), (estimate.Total.ExpectedCredits, estimate.Credits, estimate.Sufficient, estimate.CannotBePaid));
    }

    [Theory]
    [InlineData(20, true, false)]
    [InlineData(19, false, true)]
    public async Task The_lowest_price_of_a_fast_model_is_its_list_price(int left, bool sufficient, bool refused)
    {
        HasCredits(new AccountCredits(0, left, 0, null));

        var estimate = await EstimateAsync(TwoBeats);

        Assert.Equal((sufficient, refused), (estimate.Sufficient, estimate.CannotBePaid is not null));
        Assert.Equal(sufficient ? 0 : 1, estimate.Warnings.Count);
    }

    [Theory]
    [InlineData(1, 20, false)]
    [InlineData(1, 19, true)]
    [InlineData(1000, 36, false)]
    [InlineData(1000, 34, true)]
    public async Task The_lowest_price_of_an_expensive_model_is_half_its_list_price_until_past_takes_are_known(int seen, int left, bool refused)
    {
        HasModel(SomeModels.Taking(5000, _model, price: 1));
        await LearnAsync("every-coon", ms: 0, characters: 0, credits: seen, billedCharacters: seen);
        HasCredits(new AccountCredits(0, left, 0, null));

        var estimate = await EstimateAsync(TwoBeats);

        Assert.Equal((40, false, refused), (estimate.Total.ExpectedCredits, estimate.Sufficient, estimate.CannotBePaid is not null));
    }

    [Fact]
    public async Task Unknown_credits_cause_a_warning()
    {
        _account.Setup(account => account.FindCreditsAsync(It.IsAny<CancellationToken>()))
            .ThrowsAsync(new SpeechException("speech-unauthorized", "The key may not read the subscription.", isRetryable: false));

        var estimate = await EstimateAsync(TwoBeats);

        Assert.Equal((null, null, null), (estimate.Credits, estimate.Sufficient, estimate.CannotBePaid));
        Assert.Equal(["The credits left are unknown. The key may not read the subscription."], estimate.Warnings);
    }

    [Fact]
    public async Task A_character_without_a_profile_is_reported()
    {
        var failure = await Assert.ThrowsAsync<SpeechException>(() => Estimator().EstimateAsync(
            Els.Read(TwoBeats).Script!, Beats.Profiles.Where(profile => profile.Key != "boomer").ToDictionary(), [], default));

        Assert.Equal("voice-profile-missing", failure.Code);
    }

    private ScriptEstimator Estimator() => new(_rates, _pronunciations, _speech.Object, _account.Object, NullLogger<ScriptEstimator>.Instance);

    private Task<ScriptEstimate> EstimateAsync(string script, params string[] reusedBeats) =>
        Estimator().EstimateAsync(Els.Read(script).Script!, Beats.Profiles, reusedBeats, default);

    private void HasModel(SpeechModels models) =>
        _speech.Setup(speech => speech.FindModelsAsync(It.IsAny<CancellationToken>())).ReturnsAsync(models);

    private void HasCredits(AccountCredits? credits) =>
        _account.Setup(account => account.FindCreditsAsync(It.IsAny<CancellationToken>())).ReturnsAsync(credits);

    private Task LearnAsync(string character, double ms, double characters, double credits, double? billedCharacters = null) => _rates.AddAsync(
        "elevenlabs",
        [new SpeechSample(new RatedVoice(character, VoiceId, PauseMode.Add), _model, new SpeechTotals(ms, characters, credits, billedCharacters ?? characters))],
        default);
}
