using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Rates;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace AudioFunctions.Core.Tests.Takes;

[Collection(StorageTests.Name)]
public sealed class SpendingGateTests
{
    private const double ListedPrice = 0.5;

    private readonly string _session = Guid.NewGuid().ToString("N");
    private readonly string _model = $"model-{Guid.NewGuid():N}";
    private readonly SessionStore _sessions;
    private readonly SpeechRateStore _rates;
    private readonly SpendingGate _gate;

    public SpendingGateTests(AzuriteFixture azurite)
    {
        var tables = new TableServiceClient(azurite.ConnectionString);
        _sessions = new SessionStore(tables, TimeProvider.System);
        _rates = new SpeechRateStore(tables, NullLogger<SpeechRateStore>.Instance);
        _gate = new SpendingGate(
            _sessions,
            new TakeFiles(new BlobServiceClient(azurite.ConnectionString)),
            Mock.Of<ISpeechService>(speech => speech.Provider == "elevenlabs" && speech.Model == _model),
            Mock.Of<ISpeechAccount>(account => account.Price == new CharacterPrice(ListedPrice, ListedPrice)),
            _rates);
    }

    [Theory]
    [InlineData(37, "budget-reached")]
    [InlineData(38, null)]
    public async Task Without_past_bills_the_listed_price_counts(int limit, string? code)
    {
        await BeginAsync(limit, "elevenlabs");

        Assert.Equal(code, await CodeAsync(characters: 75));
    }

    [Theory]
    [InlineData(74, "budget-reached")]
    [InlineData(75, null)]
    public async Task What_the_voice_was_billed_counts_more_than_the_listed_price(int limit, string? code)
    {
        var voice = new RatedVoice("boomer", "voice-1", PauseMode.Add);
        await _rates.AddAsync("elevenlabs", _model, [new SpeechSample(voice, new SpeechTotals(5000, 100, Credits: 100, BilledCharacters: 100))], default);
        await BeginAsync(limit, "elevenlabs");

        Assert.Equal(code, await CodeAsync(characters: 75));
    }

    [Theory]
    [InlineData("offline", "speech-provider-changed")]
    [InlineData("elevenlabs", null)]
    [InlineData(null, null)]
    public async Task A_production_that_was_begun_with_another_provider_sends_nothing(string? provider, string? code)
    {
        await BeginAsync(limit: 100, provider);

        Assert.Equal(code, await CodeAsync(characters: 10));
    }

    private Task<CreatedSession> BeginAsync(long limit, string? provider) => _sessions.CreateAsync(
        new NewSession(_session, "t", "p", [new NewBeat("01", "One", "boomer")]) { CreditLimit = limit, Provider = provider }, default);

    private async Task<string?> CodeAsync(int characters)
    {
        var segment = new SpeechSegment(
            0, "boomer", "voice-1", new VoiceSettings(0.5, 0.75, 0, 1), new string('a', characters), [], [], null, null);
        var refused = await Record.ExceptionAsync(() => _gate.PassAsync(_session, segment, default));
        return refused is null ? null : Assert.IsType<SpeechException>(refused).Code;
    }
}
