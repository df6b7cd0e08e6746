using System.Net;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Studio.Tests;

/// <summary>An app with the stand-in for ElevenLabs, which bills, and its own browser.</summary>
public sealed class SpeakingApp : IAsyncLifetime
{
    private readonly StudioBrowser _browser = new();
    private AzuriteServer? _storage;
    private ElevenLabsStandIn? _speech;
    private AppSettings? _settings;
    private AppProcess? _process;

    public AppProcess Process => _process!;

    public ElevenLabsStandIn Speech => _speech!;

    /// <inheritdoc cref="StudioApp.OpenAsync(string)"/>
    public Task<StudioWindow> OpenAsync(string path) => _browser.OpenAsync(Process, path);

    /// <returns>The session's id.</returns>
    public async Task<string> ProduceAsync(string script) => (await Process.Client.ProduceAsync(script))["session_id"]!.GetValue<string>();

    /// <summary>Replaces a session's script like another person.</summary>
    public async Task ReplaceScriptAsync(string sessionId, string script)
    {
        var (status, _, _) = await Process.Client.SendJsonAsync(HttpMethod.Put, $"sessions/{sessionId}/script", ApiCalls.Els(script));
        Assert.Equal(HttpStatusCode.OK, status);
    }

    /// <summary>How often speech with these words was billed.</summary>
    public int BillsOf(string words) => Speech.Bills.Count(bill => bill.Text.Contains(words, StringComparison.Ordinal));

    public async Task InitializeAsync()
    {
        var browser = _browser.InitializeAsync();
        _storage = await AzuriteServer.StartAsync();
        _speech = await ElevenLabsStandIn.StartAsync(new StandInOptions { Sound = StandInSound.Tones });
        _settings = new AppSettings(_storage.ConnectionString)
            .With("ELEVENLABS_API_KEY", _speech.ApiKey)
            .With("ElevenLabs__BaseUrl", _speech.BaseUrl)
            // A process that got no CPU time for some seconds hasn't failed.
            .With("ElevenLabs__SubscriptionTimeoutSeconds", "60")
            .With("Speech__LostAnswerSeconds", "0");
        _process = await AppProcess.StartAsync(_settings);
        await browser;
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _process!.DisposeAsync();
        _settings!.Dispose();
        await _speech!.DisposeAsync();
        await _storage!.DisposeAsync();
    }
}

/// <summary>Tests in which speech costs something.</summary>
[CollectionDefinition(Name)]
public sealed class SpokenStudioTests : ICollectionFixture<SpeakingApp>
{
    public const string Name = "studio that pays";
}
