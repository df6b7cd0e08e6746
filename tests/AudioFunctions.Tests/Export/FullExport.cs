using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Export;

/// <summary>One production with an export of everything, for tests that only read it.</summary>
public sealed class FullExport(StandInApp app) : IAsyncLifetime
{
    internal const string Script = """
        [META]
        video_title: Everything
        project: tests
        [BEAT: 01_hook]
        name: Hook
        ---
        Corporation stole [PAUSE: 500ms] your **chips**. [PAUSE: short]
        You got *scammed*.
        [END_BEAT]
        [BEAT: 02_reply]
        name: Reply
        ---
        [PAUSE: 400ms]
        [CHARACTER: boomer] Back in my day. [PAUSE: dramatic]
        [CHARACTER: every-coon] Bag was [PAUSE: 100ms] full.
        [END_BEAT]
        [BEAT: 03_outro]
        name: Outro
        ---
        Buy less air.
        [END_BEAT]
        """;

    private JsonNode? _output;
    private Exported? _exported;

    internal string SessionId => Exported.SessionId;

    /// <summary>Output of the export's orchestration.</summary>
    internal JsonNode Output => _output!;

    internal Exported Exported => _exported!;

    public async Task InitializeAsync()
    {
        var produced = await app.Client.ProduceAsync(Script);
        var id = produced["session_id"]!.GetValue<string>();
        _output = await app.Client.ExportAsync(id, Exported.Everything);
        _exported = await Exported.DownloadAsync(app.Client, id, _output["exported_files"]!.AsArray().Select(name => name!.GetValue<string>()));
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
