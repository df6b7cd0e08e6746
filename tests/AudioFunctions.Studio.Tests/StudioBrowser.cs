using AudioFunctions.Testing.Running;
using Microsoft.Playwright;

namespace AudioFunctions.Studio.Tests;

/// <summary>The system's Chromium, headless.</summary>
internal sealed class StudioBrowser
{
    /// <summary>Installed by build/setup.sh.</summary>
    private static readonly string Chromium =
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "chromium")).First(File.Exists);

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(StudioWindow.TimeoutMs);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = Arguments,
            Timeout = StudioWindow.TimeoutMs,
        });
    }

    /// <summary>A new window, with the app's key in the URL.</summary>
    public async Task<StudioWindow> OpenAsync(AppProcess app, string path, bool isPhone = false)
    {
        var window = await OpenAsync(app.Client.BaseAddress!, isPhone);
        await window.GoAsync($"#key={app.FunctionKey()}&{path}");
        return window;
    }

    public async Task<StudioWindow> OpenAsync(Uri api, bool isPhone = false)
    {
        var options = new BrowserNewContextOptions
        {
            ViewportSize = isPhone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1280, Height = 900 },
            HasTouch = isPhone,
            IsMobile = isPhone,
        };
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(StudioWindow.TimeoutMs);
        return new StudioWindow(context, await context.NewPageAsync(), new Uri(api, "studio"));
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
