using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Production;

/// <summary>Bad days of the machine: FFmpeg, the disk, the storage.</summary>
public sealed class MachineFailureTests : IDisposable
{
    private readonly string _tools = Directory.CreateTempSubdirectory("af-tools-").FullName;

    public void Dispose() => Directory.Delete(_tools, recursive: true);

    [Fact]
    public async Task Without_ffmpeg_health_says_so_and_every_beat_gets_the_code()
    {
        await using var app = await StartAsync();

        var (status, health, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "health");
        var output = await app.Client.ProduceAsync(ScriptText.OneBeat);

        Assert.Equal(503, (int)status);
        Assert.Contains("apt-get install ffmpeg", health!["ffmpeg"]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("ffmpeg-missing", ErrorOf(output));
        Assert.Equal("Generated 0/1 beats, 0.0 seconds total (1 failed)", output["summary"]!.GetValue<string>());
        Assert.Empty(app.TempFiles());
    }

    [Theory]
    [InlineData("kill -9 $$", "ffmpeg-failed")]
    [InlineData("exit 0", "ffmpeg-failed")]
    [InlineData("echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 228", "disk-full")]
    public async Task An_ffmpeg_that_always_fails_fails_the_beat_and_leaves_no_file(string behaviour, string code)
    {
        Install("ffmpeg", behaviour);
        Delegate("ffprobe");
        await using var app = await StartAsync();

        var output = await app.Client.ProduceAsync(ScriptText.OneBeat);

        Assert.Equal(code, ErrorOf(output));
        Assert.Single(app.Speech.Bills);
        Assert.Empty(app.TempFiles());
    }

    [Fact]
    public async Task A_beat_that_failed_after_it_was_spoken_is_regenerated_without_being_paid_for_again()
    {
        var broken = Path.Combine(_tools, "broken");
        await File.WriteAllTextAsync(broken, "");
        Install("ffmpeg", $"[ -e '{broken}' ] && exit 0\nexec /usr/bin/ffmpeg \"$@\"");
        Delegate("ffprobe");
        await using var app = await StartAsync();
        var output = await app.Client.ProduceAsync(ScriptText.OneBeat);
        Assert.Equal("ffmpeg-failed", ErrorOf(output));
        File.Delete(broken);

        var (_, started, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{output["session_id"]}/beats/01_only/regenerate");
        var ended = await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());

        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        Assert.Single(app.Speech.Bills);
    }

    [Fact]
    public async Task An_ffmpeg_that_is_killed_once_costs_time_and_nothing_else()
    {
        var mark = Path.Combine(_tools, "killed");
        Install("ffmpeg", $"if [ \"$1\" != -version ] && [ ! -e '{mark}' ]; then touch '{mark}'; kill -9 $$; fi\nexec /usr/bin/ffmpeg \"$@\"");
        Delegate("ffprobe");
        await using var app = await StartAsync();

        var output = await app.Client.ProduceAsync(ScriptText.OneBeat);

        Assert.True(File.Exists(mark));
        Assert.Single(output["beats"]![0]!["takes"]!.AsArray());
        Assert.Single(app.Speech.Bills);
        Assert.Empty(app.TempFiles());
    }

    [Fact]
    public async Task A_storage_that_restarts_in_the_middle_loses_nothing_and_nothing_is_billed_twice()
    {
        await using var app = await StandInApp.StartAsync();
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("found berries", SpeechFault.HeldUntil(release.Task), times: 1);
        var started = await app.Client.StartSessionAsync(ScriptText.Beats(3));
        await SpokenAsync(app, "berries");

        await app.Storage.StopAsync();
        release.SetResult();
        await app.Storage.StartAgainAsync();

        var ended = await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        Assert.All(ended["output"]!["beats"]!.AsArray(), beat => Assert.Single(beat!["takes"]!.AsArray()));
        Assert.Equal(3, app.Speech.Bills.Count);
    }

    [Fact]
    public async Task While_the_storage_is_down_requests_get_a_503_that_says_so()
    {
        await using var app = await StandInApp.StartAsync();
        await app.Storage.StopAsync();

        var (status, body, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "sessions/any");
        var (health, _, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "health");

        Assert.Equal(503, (int)status);
        Assert.Equal("storage-unavailable", body!["code"]!.GetValue<string>());
        Assert.Equal(503, (int)health);
    }

    [Fact]
    public async Task A_storage_that_says_nothing_is_unhealthy_soon()
    {
        await using var storage = new ProxiedStorage();
        await using var app = await StandInApp.StartAsync(connection: storage.StartAsync);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        storage.Proxy.Before = _ => release.Task;
        try
        {
            var (status, health, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "health");

            Assert.Equal(503, (int)status);
            Assert.Equal("The storage account did not answer within 10 s.", health!["storage"]!["detail"]!.GetValue<string>());
        }
        finally
        {
            release.SetResult();
        }

        Assert.Equal(200, (int)(await app.Client.SendJsonAsync(HttpMethod.Get, "health")).Status);
    }

    private static async Task SpokenAsync(StandInApp app, string word)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!app.Speech.Requests.Any(request => request.Text.Contains(word, StringComparison.Ordinal)))
            await Task.Delay(20, patience.Token);
    }

    private static string ErrorOf(JsonObject output) => output["beats"]![0]!["error"]!["code"]!.GetValue<string>();

    private Task<StandInApp> StartAsync() => StandInApp.StartAsync(configure: settings => settings.With("Audio__FFmpegFolder", _tools));

    private void Delegate(string program) => Install(program, $"exec /usr/bin/{program} \"$@\"");

    private void Install(string program, string behaviour)
    {
        var path = Path.Combine(_tools, program);
        File.WriteAllText(path, $"#!/bin/sh\n{behaviour}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
