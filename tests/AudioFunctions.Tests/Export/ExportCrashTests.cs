using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Tests.Production;

namespace AudioFunctions.Tests.Export;

/// <summary>Exports in an app that is killed.</summary>
[Collection(KilledReuseTests.Name)]
public sealed class ExportCrashTests(ProxiedApp shared) : IDisposable
{
    private static readonly string[] MadeFiles = ["01_apples.mp3", "master.mp3", "02_berries.vtt", "words.ass", "export.zip", "manifest.json"];

    public void Dispose() => shared.Proxy.Unhook();

    [Fact]
    public async Task Export_killed_while_writing_files_ends_complete()
    {
        var (app, billed) = (shared.App, shared.App.Speech.Bills.Count);
        var id = (await app.Client.ProduceAsync(ScriptText.Beats(2)))["session_id"]!.GetValue<string>();
        var kills = new KillSchedule();
        foreach (var (number, name) in MadeFiles.Index())
        {
            var fits = (StorageCall call) => call.IsBlobWrite($"/exports/{id}/{name}");
            var victim = number % 2 == 0 ? Victim.Worker : Victim.Host;
            _ = number % 3 == 0 ? kills.Before(name, fits, victim, 1) : kills.After(name, fits, victim, 1);
        }

        var (_, started, _) = await KilledProduction.StartAsync(
            app, shared.Proxy, kills, () => app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/export", ApiCalls.Json(Exported.Everything)));

        var ended = await app.LiveUntilDoneAsync(started!["statusQueryGetUri"]!.GetValue<string>(), KilledProduction.MaxLives);
        await app.Process.ReviveAsync();

        Assert.Equal(kills.Planned, kills.Done);
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        var names = ended["output"]!["exported_files"]!.AsArray().Select(name => name!.GetValue<string>()).ToList();
        var exported = await Exported.DownloadAsync(app.Client, id, names);
        Assert.Equal(18, exported.NamesThatHold().Count);
        Assert.Equal([.. exported.Files.Keys.Order(StringComparer.Ordinal)], await Exported.BlobsAsync(app.Storage.ConnectionString, id));
        Assert.Equal(2, app.Speech.Bills.Count - billed);
        Assert.Empty(app.TempFiles());
    }
}
