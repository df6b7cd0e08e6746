using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Studio.Tests;

/// <summary>A second app, that speaks through the stand-in for ElevenLabs and pays for it.</summary>
public sealed class SpeakingApp : IAsyncLifetime
{
    private AzuriteServer? _storage;
    private ElevenLabsStandIn? _speech;
    private AppSettings? _settings;
    private AppProcess? _process;

    public AppProcess Process => _process!;

    public ElevenLabsStandIn Speech => _speech!;

    public async Task InitializeAsync()
    {
        _storage = await AzuriteServer.StartAsync();
        _speech = await ElevenLabsStandIn.StartAsync(new StandInOptions { Sound = StandInSound.Tones });
        _settings = new AppSettings(_storage.ConnectionString)
            .With("ELEVENLABS_API_KEY", _speech.ApiKey)
            .With("ElevenLabs__BaseUrl", _speech.BaseUrl)
            // Starved for some seconds it has not failed.
            .With("ElevenLabs__SubscriptionTimeoutSeconds", "60")
            .With("Speech__LostAnswerSeconds", "0");
        _process = await AppProcess.StartAsync(_settings);
    }

    public async Task DisposeAsync()
    {
        await _process!.DisposeAsync();
        _settings!.Dispose();
        await _speech!.DisposeAsync();
        await _storage!.DisposeAsync();
    }
}

/// <summary>Beside the others, in a browser of its own.</summary>
[CollectionDefinition(Name)]
public sealed class SpokenStudioTests : ICollectionFixture<StudioApp>, ICollectionFixture<SpeakingApp>
{
    public const string Name = "studio that pays";
}
