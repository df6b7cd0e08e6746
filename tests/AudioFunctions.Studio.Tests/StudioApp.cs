using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Studio.Tests;

/// <summary>One app with the offline voice and its own Azurite, and one browser, for all tests.</summary>
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
    public Task<StudioWindow> OpenAsync(string path) => OpenAsync(_process!, path);

    /// <summary>A new window on another app.</summary>
    public async Task<StudioWindow> OpenAsync(AppProcess other, string path)
    {
        var window = await _browser.OpenAsync(other.Client.BaseAddress!);
        await window.GoAsync($"#key={other.FunctionKey()}&{path}");
        return window;
    }

    /// <summary>A new window with a phone's size and touch.</summary>
    public async Task<StudioWindow> OpenOnPhoneAsync(string path)
    {
        var window = await _browser.OpenAsync(Client.BaseAddress!, isPhone: true);
        await window.GoAsync($"#key={Key}&{path}");
        return window;
    }

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

[CollectionDefinition(Name)]
public sealed class StudioTests : ICollectionFixture<StudioApp>
{
    public const string Name = "studio";
}
