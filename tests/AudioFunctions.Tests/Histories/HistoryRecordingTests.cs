using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Histories;

/// <summary>
/// Runs each kind of orchestration on the real engine and replays its history. If <c>RECORD_HISTORIES</c> names a folder, as in record.sh,
/// the histories are stored there for <see cref="RecordedHistoryTests"/>.
/// </summary>
public sealed class HistoryRecordingTests
{
    [Fact]
    public async Task Every_orchestration_of_this_version_replays_its_own_history()
    {
        await using var app = await StandInApp.StartAsync();
        var histories = new Dictionary<string, RecordedHistory>();
        var session = await ProduceAsync(app, histories);
        await ReuseAsync(app, histories, session);
        await ContinueAsync(app, histories, session);
        await RegenerateAsync(app, histories, session);
        await ExportAsync(app, histories, session);

        Assert.All(histories, history => Assert.Equal([], HistoryReplay.Differences(history.Value)));
        foreach (var history in histories.Values)
            HistoryReplay.FillInputs(history);
        Assert.All(histories, history => Assert.Equal([], HistoryReplay.Differences(history.Value)));
        // The text form keeps everything that a replay needs.
        Assert.All(histories, history => Assert.Equal(history.Value.Events, RecordedHistory.Parse(history.Value.ToJson()).Events));
        if (Environment.GetEnvironmentVariable("RECORD_HISTORIES") is { Length: > 0 } folder)
            Keep(histories, folder);
    }

    /// <summary>Three beats, one of which fails.</summary>
    private static async Task<string> ProduceAsync(StandInApp app, Dictionary<string, RecordedHistory> histories)
    {
        app.Speech.Faults.When("berries", SpeechFault.QuotaExceeded, times: 1);
        var started = await app.Client.StartSessionAsync(ScriptText.Beats(3));
        return await EndAsync(app, histories, "produce-with-failure", started);
    }

    private static async Task ReuseAsync(StandInApp app, Dictionary<string, RecordedHistory> histories, string session)
    {
        var started = await app.Client.StartSessionAsync(ScriptText.Beats(4), reuseFrom: session);
        await EndAsync(app, histories, "produce-with-reuse", started);
    }

    /// <summary>Restarts the instance, which speaks the failed beat.</summary>
    private static async Task ContinueAsync(StandInApp app, Dictionary<string, RecordedHistory> histories, string session)
    {
        var (_, started, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{session}/continue", ApiCalls.Json("""{"max_credits":1000}"""));
        await EndAsync(app, histories, "produce-continued", started!);
    }

    private static async Task RegenerateAsync(StandInApp app, Dictionary<string, RecordedHistory> histories, string session)
    {
        var path = $"sessions/{session}/beats/01_apples/regenerate";
        var (_, started, _) = await app.Client.SendJsonAsync(HttpMethod.Post, path, ApiCalls.Json("""{"new_pace":"slow","select":true}"""));
        await EndAsync(app, histories, "regenerate", started!);
        app.Speech.Faults.When("apples", SpeechFault.QuotaExceeded, times: 1);
        var (_, failing, _) = await app.Client.SendJsonAsync(HttpMethod.Post, path, ApiCalls.Json("""{"stability":0.9}"""));
        await EndAsync(app, histories, "regenerate-failed", failing!);
        var (_, retaking, _) = await app.Client.SendJsonAsync(HttpMethod.Post, path, ApiCalls.Json("""{"line":1}"""));
        await EndAsync(app, histories, "line-retake", retaking!);
    }

    private static async Task ExportAsync(StandInApp app, Dictionary<string, RecordedHistory> histories, string session)
    {
        foreach (var (name, options) in new[] { ("export", "{}"), ("export-everything", """{"master":true,"captions":true,"words":true,"zip":true}""") })
        {
            var (_, started, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{session}/export", ApiCalls.Json(options));
            await EndAsync(app, histories, name, started!);
        }
    }

    /// <returns>The session's id.</returns>
    private static async Task<string> EndAsync(StandInApp app, Dictionary<string, RecordedHistory> histories, string name, JsonNode started)
    {
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        histories[name] = await HistoryTable.ReadAsync(app.Storage.ConnectionString, started["id"]!.GetValue<string>());
        return started["session_id"]!.GetValue<string>();
    }

    private static void Keep(Dictionary<string, RecordedHistory> histories, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, history) in histories)
            File.WriteAllText(Path.Combine(folder, $"{name}.json"), history.ToJson());
    }
}
