using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests;

/// <summary>An app with the stand-in for ElevenLabs as speech service, its own Azurite and its own temp folder.</summary>
public sealed class StandInApp : IAsyncLifetime, IAsyncDisposable
{
    private AzuriteServer? _storage;
    private ElevenLabsStandIn? _speech;
    private AppSettings? _settings;
    private AppProcess? _process;

    public AzuriteServer Storage => _storage!;

    public ElevenLabsStandIn Speech => _speech!;

    public AppSettings Settings => _settings!;

    public AppProcess Process => _process!;

    public HttpClient Client => Process.Client;

    /// <param name="configure">Changes settings before the app starts.</param>
    /// <param name="connection">Connection string to use instead of Azurite's own.</param>
    public static async Task<StandInApp> StartAsync(
        StandInOptions? speech = null,
        Action<AppSettings>? configure = null,
        Func<AzuriteServer, Task<string>>? connection = null)
    {
        var app = new StandInApp { _storage = await AzuriteServer.StartAsync(), _speech = await ElevenLabsStandIn.StartAsync(speech) };
        app._settings = new AppSettings(connection is null ? app.Storage.ConnectionString : await connection(app.Storage))
            .With("ELEVENLABS_API_KEY", app.Speech.ApiKey)
            .With("ElevenLabs__BaseUrl", app.Speech.BaseUrl)
            // A process that got no CPU time for some seconds hasn't failed.
            .With("ElevenLabs__SubscriptionTimeoutSeconds", "60")
            .With("Speech__BackoffSeconds", "0.01")
            .With("Speech__MaxAttempts", "3")
            // The stand-in's history is complete at once, so there is nothing to wait for.
            .With("Speech__LostAnswerSeconds", "0");
        configure?.Invoke(app._settings);
        app._process = await AppProcess.StartAsync(app._settings);
        return app;
    }

    public IReadOnlyList<string> TempFiles() =>
        [.. Directory.EnumerateFileSystemEntries(Settings.TempFolder, "*audiofunctions*", SearchOption.AllDirectories)];

    /// <summary>Restarts the process whenever it was killed, until an instance has ended.</summary>
    public async Task<JsonObject> LiveUntilDoneAsync(string statusUri, int maxLives)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        for (var lives = 0; lives < maxLives; lives++)
        {
            try
            {
                while (!Process.HasEnded)
                {
                    using var answer = await ApiCalls.Durable.GetAsync(new Uri(statusUri), timeout.Token);
                    if (answer.StatusCode == HttpStatusCode.OK)
                        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(timeout.Token))!.AsObject();
                    await Task.Delay(ApiCalls.PollInterval, timeout.Token);
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException)
            {
                // Killed before the response was complete.
            }

            await Process.WaitForEndAsync().WaitAsync(timeout.Token);
            await Process.TryStartAgainAsync();
        }

        throw new InvalidOperationException($"Still not done after {maxLives} lives:\n{Process.Log}");
    }

    public async Task InitializeAsync()
    {
        var started = await StartAsync();
        (_storage, _speech, _settings, _process) = (started._storage, started._speech, started._settings, started._process);
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _process!.DisposeAsync();
        await _speech!.DisposeAsync();
        await _storage!.DisposeAsync();
        _settings!.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class StandInAppTests : ICollectionFixture<StandInApp>
{
    public const string Name = "stand-in app";
}

/// <summary>The same for tests of beats, takes and tools, so that the two groups run in parallel, each with an app of its own.</summary>
[CollectionDefinition(Name)]
public sealed class BeatTests : ICollectionFixture<StandInApp>
{
    public const string Name = "beats";
}
