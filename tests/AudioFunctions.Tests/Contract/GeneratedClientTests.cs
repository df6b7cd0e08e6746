using System.IO.Compression;
using System.Net;
using System.Text.Json;
using AudioFunctions.Testing.Running;
using AudioFunctions.Tests.Contract.Generated;

namespace AudioFunctions.Tests.Contract;

/// <summary>Uses the API with a client that NSwag has generated from <c>openapi.json</c>, without hand-written changes.</summary>
[Collection(OfflineAppTests.Name)]
public sealed class GeneratedClientTests(OfflineApp app)
{
    private const string Script = """
        [META]
        video_title: Two Cats: a "test"
        project: generated
        [BEAT: 01_hook]
        name: Hook
        ---
        [PACE: quick]
        Two cats sat down. [PAUSE: 200ms]
        [END_BEAT]
        [BEAT: 02_end]
        name: End
        ---
        One stood up.
        [END_BEAT]
        """;

    private readonly GeneratedClient _client = new(app.Client) { BaseUrl = app.Client.BaseAddress!.ToString() };

    [Fact]
    public async Task Generated_client_produces_revises_and_exports_a_video()
    {
        var validation = await _client.ValidateScriptAsync(Script);
        var parsed = await _client.ParseScriptAsync(Script, project_name: "another");
        var estimate = await _client.EstimateScriptAsync(Script);
        Assert.True(validation.Is_valid);
        Assert.Equal(("another", PauseMode.Add), (parsed.Project, parsed.Pause_mode));
        Assert.Equal((Pace.Quick, null), (parsed.Beats.First().Primary_pace, parsed.Beats.First().Settings_override?.Stability));
        Assert.Equal((2, Provider.Offline, null), (estimate.Beats.Count, estimate.Provider, estimate.Credits));

        var started = await _client.StartSessionAsync(Script, idempotency_Key: "generated-client-1");
        var ended = await EndOfAsync(started.Session_id);
        Assert.Equal((RuntimeStatus.Completed, ProductionStage.Done), (ended.RuntimeStatus, ended.CustomStatus!.Stage));
        Assert.Equal(2, JsonSerializer.SerializeToElement(ended.Output).Deserialize<ProductionOutput>()!.Beats.Count);

        var session = await _client.GetSessionAsync(started.Session_id);
        var hook = session.Beats.First();
        var first = Assert.Single(hook.Takes);
        Assert.Equal((SessionStatus.In_progress, null, first.Take_id), (session.Status, session.Error, hook.Selected_take_id));
        using (var audio = await _client.GetTakeAudioAsync(started.Session_id, first.Take_id))
            Assert.Equal("audio/mpeg", Assert.Single(audio.Headers["Content-Type"]));

        var revised = await _client.RegenerateBeatAsync(
            started.Session_id, hook.Beat_id, body: new RegenerateRequest { New_pace = Pace.Slow, New_direction = "Wearily" });
        await ApiCalls.EndOfAsync(revised.StatusQueryGetUri);
        var second = (await _client.GetBeatAsync(started.Session_id, hook.Beat_id)).Takes.Last();
        var selection = await _client.SelectTakeAsync(started.Session_id, hook.Beat_id, new SelectRequest { Take_id = second.Take_id });
        Assert.Equal((second.Take_id, "Wearily"), (selection.Selected_take_id, second.Direction));

        var export = await _client.StartExportAsync(started.Session_id, new ExportRequest { Master = true, Captions = true, Zip = true });
        await ApiCalls.EndOfAsync(export.StatusQueryGetUri);
        var manifest = await _client.GetExportManifestAsync(started.Session_id);
        Assert.Equal([second.Take_id, session.Beats.Last().Selected_take_id], manifest.Files.Select(file => file.Take_id));
        Assert.Equal("master.mp3", manifest.Master!.File);
        using (var file = await _client.GetExportFileAsync(started.Session_id, "export.zip"))
        await using (var archive = await ZipArchive.CreateAsync(await BufferedAsync(file.Stream), ZipArchiveMode.Read, leaveOpen: false, entryNameEncoding: null))
            Assert.Contains(archive.Entries, entry => entry.FullName == "02_end.mp3");

        Assert.Contains((await _client.ListSessionsAsync(project: "generated")).Sessions, summary => summary.Session_id == started.Session_id);
        await _client.DeleteSessionAsync(started.Session_id);
        var gone = await Assert.ThrowsAsync<ApiException<Problem>>(() => _client.GetSessionAsync(started.Session_id));
        Assert.Equal(((int)HttpStatusCode.NotFound, "session-not-found"), (gone.StatusCode, gone.Result.Code));
    }

    [Fact]
    public async Task Generated_client_manages_voices_and_reads_errors()
    {
        var profile = await _client.PutVoiceAsync("generated", new VoiceReplacement
        {
            Voice_id = "21m00Tcm4TlvDq8ikWAM",
            Stability = 0.4,
            Similarity_boost = 0.7,
            Style = 0.1,
            Speed = 1,
            Language_code = "de",
        });
        var changed = await _client.PatchVoiceAsync("generated", body: new VoiceChange { Speed = 0.9 });
        Assert.Equal(("generated", "de", 0.9), (profile.Character, changed.Language_code, changed.Speed));
        await _client.DeleteVoiceAsync("generated");

        var script = await Assert.ThrowsAsync<ApiException<Validation>>(() => _client.StartSessionAsync(Script.Replace("quick", "warp", StringComparison.Ordinal)));
        Assert.Equal((422, "unknown-pace", Severity.Error), (script.StatusCode, script.Result.Diagnostics.Single().Code, script.Result.Diagnostics.Single().Severity));
        var voice = await Assert.ThrowsAsync<ApiException<Problem>>(() => _client.GetVoiceAsync("nobody"));
        Assert.Equal("voice-profile-not-found", voice.Result.Code);
        Assert.Equal(HealthStatus.Healthy, (await _client.GetHealthAsync()).Status);
    }

    private async Task<InstanceStatus> EndOfAsync(string sessionId)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var status = await _client.GetSessionStatusAsync(sessionId, timeout.Token);
            if (status.RuntimeStatus is not (RuntimeStatus.Pending or RuntimeStatus.Running))
                return status;
            await Task.Delay(TimeSpan.FromMilliseconds(250), timeout.Token);
        }
    }

    /// <summary>A stream that both sides read.</summary>
    private static async Task<Stream> BufferedAsync(Stream stream)
    {
        var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer);
        buffer.Position = 0;
        return buffer;
    }
}
