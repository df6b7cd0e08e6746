using System.IO.Compression;
using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Producing an edited script again, and all options of an export.</summary>
[Collection(TakeStudioTests.Name)]
public sealed class ReuseTests(StudioApp app)
{
    [Fact]
    public async Task Edited_script_keeps_the_takes_of_unchanged_beats_and_says_so()
    {
        var earlier = (await app.Client.ProduceAsync(Scripts.Story))["session_id"]!.GetValue<string>();
        await using var window = await app.OpenAsync($"/sessions/{earlier}");
        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Edit script" }).ClickAsync();
        await Expect(window.Page.Locator("#script")).ToHaveValueAsync(Scripts.Story);
        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "As a new session" }).ClickAsync();
        var editor = window.Page.Locator("#script");
        await Expect(editor).ToHaveValueAsync(Scripts.Story);
        await Expect(window.Page.Locator(".estimate")).ToContainTextAsync("Reused2 beats");

        await editor.FillAsync(Scripts.Story.Replace("Corporation stole", "Somebody stole", StringComparison.Ordinal));
        await Expect(window.Page.Locator(".estimate")).ToContainTextAsync("Reused1 beat");
        await window.Page.GetByLabel("Keep the selected takes").UncheckAsync();
        await Expect(window.Page.Locator(".estimate")).Not.ToContainTextAsync("Reused");
        await window.Page.GetByLabel("Keep the selected takes").CheckAsync();
        await Expect(window.Page.Locator(".estimate")).ToContainTextAsync("Reused1 beat");
        await window.ShootAsync("14-edit-and-reuse");
        await window.Button("Start production").ClickAsync();

        await Expect(window.Page.Locator(".take.selected")).ToHaveCountAsync(2);
        await Expect(window.Beat("02_reply").Locator(".take .pill").First).ToHaveTextAsync("Reused");
        await Expect(window.Beat("02_reply").Locator(".facts")).ToContainTextAsync($"reused from session {earlier[..8]}");
        await Expect(window.Beat("01_hook").Locator(".line-text").First).ToContainTextAsync("Somebody stole");
        await Expect(window.Beat("01_hook").Locator(".take .pill")).ToHaveTextAsync("Good");
        Assert.NotEqual(earlier, window.Page.Url.Split('/')[^1]);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Captions_and_zip_are_downloaded_unchanged_and_shown_again_later()
    {
        var sessionId = (await app.Client.ProduceAsync(Scripts.OneBeat("Captioned", "Me have captions.")))["session_id"]!.GetValue<string>();
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        await window.Button("Export", window.Main).ClickAsync();
        await window.Dialog.GetByLabel("Captions").CheckAsync();
        await window.Button("Export", window.Dialog).ClickAsync();
        await Expect(window.Dialog.Locator(".file-kind")).ToHaveTextAsync(
            ["master.mp3", "master.srt", "master.vtt", "manifest.json", "mp3", "srt", "vtt"]);

        foreach (var name in new[] { "01_only.srt", "master.vtt", "export.zip" })
        {
            var isZip = name == "export.zip";
            var press = window.Button(isZip ? "Download zip" : $"Download {name}", window.Dialog);
            var download = await window.Page.RunAndWaitForDownloadAsync(() => press.ClickAsync());
            Assert.Equal(isZip ? "Captioned.zip" : name, download.SuggestedFilename);
            var bytes = await File.ReadAllBytesAsync((await download.PathAsync())!);
            Assert.Equal(await app.Client.GetByteArrayAsync($"sessions/{sessionId}/exports/{name}"), bytes);
            if (isZip)
                Assert.Contains("master.srt", new ZipArchive(new MemoryStream(bytes)).Entries.Select(entry => entry.FullName.Split('/')[^1]));
        }

        await window.Button("Close", window.Dialog).ClickAsync();
        await window.Button("Export", window.Main).ClickAsync();
        await Expect(window.Dialog.Locator("[role=status]:not(#live)")).ToContainTextAsync(" UTC.");
        await Expect(window.Dialog.Locator(".file-name")).ToHaveTextAsync(["Whole session", "Only 01_only"]);
        await Expect(window.Dialog.GetByLabel("Captions")).ToBeCheckedAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Loudness_and_lossless_files_can_be_chosen_for_the_export()
    {
        var sessionId = (await app.Client.ProduceAsync(Scripts.OneBeat("Loud", "Me am as loud as they want.")))["session_id"]!.GetValue<string>();
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        await window.Button("Export", window.Main).ClickAsync();
        await window.Dialog.GetByLabel("Lossless WAV").CheckAsync();
        await window.Dialog.GetByLabel("Loudness").SelectOptionAsync("podcast");

        await window.Button("Export", window.Dialog).ClickAsync();

        foreach (var file in new[] { "01_only.mp3", "master.mp3", "01_only.wav", "master.wav", "manifest.json" })
            await Expect(window.Button($"Download {file}", window.Dialog)).ToBeVisibleAsync();
        var manifest = await app.Client.GetStringAsync($"sessions/{sessionId}/exports/manifest.json");
        Assert.Contains("\"profile\":\"podcast\"", manifest, StringComparison.Ordinal);
        await window.Button("Close", window.Dialog).ClickAsync();
        await window.Button("Export", window.Main).ClickAsync();
        await Expect(window.Button("Download master.wav", window.Dialog)).ToBeVisibleAsync();
        window.AssertQuiet();
    }
}
