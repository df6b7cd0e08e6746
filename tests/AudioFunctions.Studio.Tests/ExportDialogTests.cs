using System.IO.Compression;
using AudioFunctions.Testing.Running;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>The archive from the dialog matches the dialog's options.</summary>
[Collection(TakeStudioTests.Name)]
public sealed class ExportDialogTests(StudioApp app)
{
    [Fact]
    public async Task Earlier_export_with_other_options_is_not_downloaded_as_the_current_one()
    {
        var sessionId = (await app.Client.ProduceAsync(Scripts.OneBeat("Archives", "Me pack the right things.")))["session_id"]!.GetValue<string>();
        await app.Client.ExportAsync(sessionId, """{"zip":true}""");
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        await window.Button("Export", window.Main).ClickAsync();
        await Expect(window.Dialog).ToContainTextAsync("Exported 20");

        // The master is checked, but the current export has none.
        Assert.Contains("master.mp3", await DownloadAsync(window));

        // The current export matches the boxes, so it is downloaded unchanged.
        var standing = await ManifestAsync(sessionId);
        Assert.Contains("master.mp3", await DownloadAsync(window));
        Assert.Equal(standing, await ManifestAsync(sessionId));

        // Somebody else exports in the meantime, and then a box is unchecked.
        await app.Client.ExportAsync(sessionId, """{"zip":true,"master":true,"captions":true}""");
        Assert.DoesNotContain("01_only.srt", await DownloadAsync(window));
        await window.Dialog.GetByLabel("One file of the whole").UncheckAsync();
        Assert.DoesNotContain("master.mp3", await DownloadAsync(window));
        window.AssertQuiet();
    }

    [Fact]
    public async Task Earlier_exports_are_listed_with_what_they_hold_and_can_be_downloaded()
    {
        var sessionId = (await app.Client.ProduceAsync(Scripts.OneBeat("Kept archives", "Me stay for later.")))["session_id"]!.GetValue<string>();
        await app.Client.ExportAsync(sessionId, """{"zip":true,"captions":true}""");
        var before = await ManifestAsync(sessionId);
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        await window.Button("Export", window.Main).ClickAsync();
        await Expect(window.Dialog).ToContainTextAsync("Exported 20");
        await Expect(window.Dialog.Locator("details")).ToBeHiddenAsync();

        await window.Button("Export", window.Dialog).ClickAsync();
        await window.Dialog.GetByText("1 earlier export").ClickAsync();
        await Expect(window.Dialog.Locator(".earlier-export .facts")).ToContainTextAsync("1 beat");
        await Expect(window.Dialog.Locator(".earlier-export .facts")).ToContainTextAsync("captions");
        await Expect(window.Dialog.Locator(".earlier-export .facts")).Not.ToContainTextAsync("one file of the whole");
        await window.ShootAsync("46-earlier-exports");
        await window.AssertAccessibleAsync("earlier exports");
        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Dialog.Locator(".earlier-export button").ClickAsync());

        Assert.StartsWith("Kept archives 20", download.SuggestedFilename, StringComparison.Ordinal);
        await using var archive = await ZipFile.OpenReadAsync((await download.PathAsync())!);
        Assert.Contains("01_only.srt", archive.Entries.Select(entry => entry.Name));
        Assert.DoesNotContain("master.mp3", archive.Entries.Select(entry => entry.Name));
        using var manifest = new StreamReader(archive.GetEntry("manifest.json")!.Open());
        Assert.Equal(before, await manifest.ReadToEndAsync());
        window.AssertQuiet();
    }

    private static async Task<IReadOnlyList<string>> DownloadAsync(StudioWindow window)
    {
        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Button("Download zip", window.Dialog).ClickAsync());
        await using var archive = await ZipFile.OpenReadAsync((await download.PathAsync())!);
        return [.. archive.Entries.Select(entry => entry.Name)];
    }

    private Task<string> ManifestAsync(string sessionId) => app.Client.GetStringAsync($"sessions/{sessionId}/exports/manifest.json");
}
