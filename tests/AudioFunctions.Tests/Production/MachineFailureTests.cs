using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Production;

/// <summary>Failures of FFmpeg and the disk. The app looks FFmpeg up for every run, so the tests can share one app.</summary>
public sealed class MachineFailureTests(MachineFailureTests.ToolsApp shared) : IClassFixture<MachineFailureTests.ToolsApp>, IDisposable
{
    private readonly string _tools = shared.Tools;
    private readonly int _billsBefore = shared.App.Speech.Bills.Count;

    private StandInApp App => shared.App;

    private IEnumerable<StandInBill> Bills => App.Speech.Bills.Skip(_billsBefore);

    public void Dispose() => Array.ForEach(Directory.GetFiles(_tools), File.Delete);

    [Fact]
    public async Task Without_ffmpeg_health_says_so_and_every_beat_fails_with_the_code()
    {
        var (status, health, _) = await App.Client.SendJsonAsync(HttpMethod.Get, "health");
        var output = await App.Client.ProduceAsync(ScriptText.OneBeat);

        Assert.Equal(503, (int)status);
        Assert.Contains("apt-get install ffmpeg", health!["ffmpeg"]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("ffmpeg-missing", ErrorOf(output));
        Assert.Equal("Generated 0/1 beats, 0.0 seconds total (1 failed)", output["summary"]!.GetValue<string>());
        Assert.Empty(App.TempFiles());
    }

    [Theory]
    [InlineData("kill -9 $$", "ffmpeg-failed")]
    [InlineData("exit 0", "ffmpeg-failed")]
    [InlineData("echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 228", "disk-full")]
    public async Task Failing_ffmpeg_fails_the_beat_and_leaves_no_file(string behaviour, string code)
    {
        Install("ffmpeg", behaviour);
        Delegate("ffprobe");

        var output = await App.Client.ProduceAsync(ScriptText.OneBeat);

        Assert.Equal(code, ErrorOf(output));
        Assert.Single(Bills);
        Assert.Empty(App.TempFiles());
    }

    [Fact]
    public async Task Beat_that_failed_after_speaking_is_regenerated_for_free()
    {
        var broken = Path.Combine(_tools, "broken");
        await File.WriteAllTextAsync(broken, "");
        Install("ffmpeg", $"[ -e '{broken}' ] && exit 0\nexec /usr/bin/ffmpeg \"$@\"");
        Delegate("ffprobe");
        var output = await App.Client.ProduceAsync(ScriptText.OneBeat);
        Assert.Equal("ffmpeg-failed", ErrorOf(output));
        File.Delete(broken);

        var (_, started, _) = await App.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{output["session_id"]}/beats/01_only/regenerate");
        var ended = await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());

        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        Assert.Single(Bills);
    }

    [Fact]
    public async Task Killed_ffmpeg_only_costs_time()
    {
        var mark = Path.Combine(_tools, "killed");
        Install("ffmpeg", $"if [ \"$1\" != -version ] && [ ! -e '{mark}' ]; then touch '{mark}'; kill -9 $$; fi\nexec /usr/bin/ffmpeg \"$@\"");
        Delegate("ffprobe");

        var output = await App.Client.ProduceAsync(ScriptText.OneBeat);

        Assert.True(File.Exists(mark));
        Assert.Single(output["beats"]![0]!["takes"]!.AsArray());
        Assert.Single(Bills);
        Assert.Empty(App.TempFiles());
    }

    private static string ErrorOf(JsonObject output) => output["beats"]![0]!["error"]!["code"]!.GetValue<string>();

    private void Delegate(string program) => Install(program, $"exec /usr/bin/{program} \"$@\"");

    private void Install(string program, string behaviour)
    {
        var path = Path.Combine(_tools, program);
        File.WriteAllText(path, $"#!/bin/sh\n{behaviour}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>An app that finds FFmpeg in a folder controlled by the tests.</summary>
    public sealed class ToolsApp : IAsyncLifetime
    {
        private StandInApp? _app;

        public string Tools { get; } = Directory.CreateTempSubdirectory("af-tools-").FullName;

        public StandInApp App => _app!;

        public async Task InitializeAsync() =>
            _app = await StandInApp.StartAsync(configure: settings => settings.With("Audio__FFmpegFolder", Tools));

        public async Task DisposeAsync()
        {
            await _app!.DisposeAsync();
            Directory.Delete(Tools, recursive: true);
        }
    }
}
