using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Studio.Tests;

/// <summary>An app with the offline voice, its own Azurite and its own browser, for the tests of a group.</summary>
public sealed class StudioApp : IAsyncLifetime
{
    private readonly StudioBrowser _browser = new();
    private AzuriteServer? _storage;
    private AppSettings? _settings;
    private AppProcess? _process;

    public HttpClient Client => _process!.Client;

    public string Key => _process!.FunctionKey();

    public string Log => _process!.Log;

    /// <summary>The connection string of its storage.</summary>
    public string Storage => _storage!.ConnectionString;

    public async Task InitializeAsync()
    {
        var browser = _browser.InitializeAsync();
        _storage = await AzuriteServer.StartAsync();
        _settings = new AppSettings(_storage.ConnectionString).With("Speech__Provider", "offline");
        _process = await AppProcess.StartAsync(_settings);
        await browser;
    }

    /// <summary>A new window, with the key in the URL.</summary>
    /// <param name="path">The view, for instance <c>/voices</c>.</param>
    public Task<StudioWindow> OpenAsync(string path) => _browser.OpenAsync(_process!, path);

    /// <summary>A new window with a phone's size and touch.</summary>
    public Task<StudioWindow> OpenOnPhoneAsync(string path) => _browser.OpenAsync(_process!, path, isPhone: true);

    /// <summary>A new window without a key.</summary>
    public async Task<StudioWindow> OpenWithoutKeyAsync()
    {
        var window = await _browser.OpenAsync(Client.BaseAddress!);
        await window.GoAsync("");
        return window;
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _process!.DisposeAsync();
        await _storage!.DisposeAsync();
        _settings!.Dispose();
    }
}

/// <summary>Tests of sessions, voices, scripts and the page as a whole.</summary>
[CollectionDefinition(Name)]
public sealed class StudioTests : ICollectionFixture<StudioApp>
{
    public const string Name = "studio";
}

/// <summary>Tests of beats and their takes: they run in parallel with the others, with an app of their own.</summary>
[CollectionDefinition(Name)]
public sealed class TakeStudioTests : ICollectionFixture<StudioApp>
{
    public const string Name = "studio of takes";
}
