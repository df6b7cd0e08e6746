using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Rates;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Core;
using Azure.Core.Pipeline;
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
    private readonly TakeFiles _files;
    private readonly List<string> _listed = [];

    public SpendingGateTests(AzuriteFixture azurite)
    {
        var tables = new TableServiceClient(azurite.ConnectionString);
        _sessions = new SessionStore(tables, TimeProvider.System);
        _rates = new SpeechRateStore(tables, NullLogger<SpeechRateStore>.Instance);
        var options = new BlobClientOptions();
        options.AddPolicy(new ListingWatch(_listed), HttpPipelinePosition.PerCall);
        _files = new TakeFiles(new BlobServiceClient(azurite.ConnectionString, options));
        _gate = new SpendingGate(
            _sessions,
            _files,
            Mock.Of<ISpeechService>(speech => speech.Provider == "elevenlabs" && speech.Model == _model
                && speech.FindModelsAsync(It.IsAny<CancellationToken>()) == Task.FromResult(SomeModels.Taking(5000, _model, ListedPrice))),
            Mock.Of<ISpeechAccount>(),
            _rates);
    }

    [Theory]
    [InlineData(37, "budget-reached")]
    [InlineData(38, null)]
    public async Task Without_past_bills_the_list_price_is_used(int limit, string? code)
    {
        await BeginAsync(limit, "elevenlabs");

        Assert.Equal(code, await CodeAsync(characters: 75));
    }

    [Theory]
    [InlineData(74, "budget-reached")]
    [InlineData(75, null)]
    public async Task Past_bills_of_the_voice_override_the_list_price(int limit, string? code)
    {
        var voice = new RatedVoice("boomer", "voice-1", PauseMode.Add);
        await _rates.AddAsync("elevenlabs", [new SpeechSample(voice, _model, new SpeechTotals(5000, 100, Credits: 100, BilledCharacters: 100))], default);
        await BeginAsync(limit, "elevenlabs");

        Assert.Equal(code, await CodeAsync(characters: 75));
    }

    [Theory]
    [InlineData("offline", "speech-provider-changed")]
    [InlineData("elevenlabs", null)]
    [InlineData(null, null)]
    public async Task A_production_that_was_started_with_another_provider_sends_nothing(string? provider, string? code)
    {
        await BeginAsync(limit: 100, provider);

        Assert.Equal(code, await CodeAsync(characters: 10));
    }

    [Fact]
    public async Task Every_response_of_the_session_counts_once()
    {
        // Spent before the run: 100 credits, 40 of them in a beat that it speaks again.
        await SaveAsync("01", "aaaaaaaaaaaa", 40);
        await SaveAsync("00", "aaaaaaaaaaaa", 60);
        await BeginAsync(limit: 200, "elevenlabs");

        Assert.Null(await CodeAsync(characters: 200, "01"));
        Assert.Equal("budget-reached", await CodeAsync(characters: 202, "01"));
        await SaveAsync("01", "bbbbbbbbbbbb", 30);
        Assert.Null(await CodeAsync(characters: 140, "01"));
        Assert.Equal("budget-reached", await CodeAsync(characters: 142, "01"));
        Assert.Null(await CodeAsync(characters: 140, "01_b"));
        // The names of this beat's blobs start with the same text as those of the beat before.
        await SaveAsync("01_b", "bbbbbbbbbbbb", 50);
        Assert.Null(await CodeAsync(characters: 40, "01_b"));
        Assert.Equal("budget-reached", await CodeAsync(characters: 42, "01_b"));
        Assert.Null(await CodeAsync(characters: 40, "01"));
        Assert.Equal("budget-reached", await CodeAsync(characters: 42, "02"));
    }

    [Fact]
    public async Task A_request_costs_the_listing_of_its_beat_and_not_of_the_session()
    {
        await BeginAsync(limit: 1000, "elevenlabs");
        Assert.Null(await CodeAsync(characters: 10, "01"));
        _listed.Clear();

        Assert.Null(await CodeAsync(characters: 10, "01"));
        Assert.Null(await CodeAsync(characters: 10, "02"));
        Assert.Null(await CodeAsync(characters: 10, "02"));

        string[] beats = ["01", "02", "01", "02"];
        Assert.Equal(beats.Select(beat => $"{_session}/{beat}_"), _listed);
    }

    private Task SaveAsync(string beatId, string takeId, int billed) => _files.SaveRawAsync(
        new TakeKey(_session, beatId, takeId), 0, new RawSpeech(new byte[1], "elevenlabs", _model, billed, null), isIndexed: false, default);

    private static string TakeIdOf(string beatId) => TakeKey.IdFrom(beatId);

    private Task<CreatedSession> BeginAsync(long limit, string? provider) => _sessions.CreateAsync(
        new NewSession(_session, "t", "p", [new NewBeat("01", "One", "boomer")]) { CreditLimit = limit, Provider = provider }, default);

    private async Task<string?> CodeAsync(int characters, string beatId = "01")
    {
        var segment = new SpeechSegment(
            0, "boomer", "voice-1", new VoiceSettings(0.5, 0.75, 0, 1), new string('a', characters), [], [], null, null);
        var refused = await Record.ExceptionAsync(() => _gate.PassAsync(new TakeKey(_session, beatId, TakeIdOf(beatId)), segment, default));
        return refused is null ? null : Assert.IsType<SpeechException>(refused).Code;
    }

    /// <summary>Records the prefix of each listing.</summary>
    private sealed class ListingWatch(List<string> listed) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message)
        {
            var query = System.Web.HttpUtility.ParseQueryString(message.Request.Uri.Query);
            if (query["comp"] == "list")
                listed.Add(query["prefix"] ?? "");
        }
    }
}
