using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Http;

/// <summary>A deletion whose writes a proxy watches.</summary>
public sealed class SessionDeletionCrashTests
{
    private const int MostLives = 30;

    [Fact]
    public async Task Killed_before_each_kind_of_write_no_half_session_is_seen_and_a_repeat_leaves_nothing()
    {
        await using var storage = new ProxiedStorage();
        await using var app = await StandInApp.StartAsync(connection: storage.StartAsync);
        var id = (await app.Client.ProduceAsync(ScriptText.OneBeat))["session_id"]!.GetValue<string>();
        await app.Client.ExportAsync(id);
        var whole = await app.Client.GetStringAsync($"sessions/{id}");
        var kinds = new HashSet<string>();
        storage.Proxy.Before = call => KindOf(call) is { } kind && IsNew(kinds, kind) ? AppProcess.CutOffAsync(app.Process.KillAsync) : Task.CompletedTask;

        var lives = 0;
        while (await TryDeleteAsync(app.Client, id) is null && ++lives < MostLives)
        {
            await app.Process.StartAgainAsync();
            var (status, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
            Assert.True(status == HttpStatusCode.NotFound || session!.ToJsonString() == whole, $"half a session is left after {string.Join(", ", kinds)}");
        }

        Assert.Superset(
            new HashSet<string>
            {
                "mark", "purge", "DELETE scripts", "DELETE audio-production", "DELETE exports", "rows", "index", "session row",
            },
            kinds);
        Assert.Equal(kinds.Count, lives);
        Assert.Empty(await SessionTraces.FindAsync(app.Storage.ConnectionString, id));
    }

    [Fact]
    public async Task A_session_deleted_before_its_production_is_scheduled_is_not_said_to_have_started_and_leaves_nothing()
    {
        await using var storage = new ProxiedStorage();
        await using var app = await StandInApp.StartAsync(connection: storage.StartAsync);
        string? id = null;
        storage.Proxy.After = async call =>
        {
            if (id is not null || call.Method != "POST" || !call.Path.EndsWith("/Sessions", StringComparison.Ordinal))
                return;
            id = JsonNode.Parse(call.Body)!["PartitionKey"]!.GetValue<string>();
            Assert.Equal(HttpStatusCode.NoContent, (await app.Client.SendJsonAsync(HttpMethod.Delete, $"sessions/{id}")).Status);
        };

        var (status, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "sessions", ApiCalls.Els(ScriptText.OneBeat));

        Assert.Equal((HttpStatusCode.Conflict, "session-deleting"), (status, problem!["code"]!.GetValue<string>()));
        HttpStatusCode again;
        do
            again = (await app.Client.SendJsonAsync(HttpMethod.Delete, $"sessions/{id}")).Status;
        while (again == HttpStatusCode.Conflict);
        Assert.Equal(HttpStatusCode.NoContent, again);
        Assert.Empty(await SessionTraces.FindAsync(app.Storage.ConnectionString, id!));
    }

    [Fact]
    public async Task While_an_export_runs_nothing_is_deleted()
    {
        await using var storage = new ProxiedStorage();
        await using var app = await StandInApp.StartAsync(connection: storage.StartAsync);
        var id = (await app.Client.ProduceAsync(ScriptText.OneBeat))["session_id"]!.GetValue<string>();
        var release = new TaskCompletionSource();
        var copying = new TaskCompletionSource();
        storage.Proxy.Before = call =>
        {
            if (!call.IsBlobWrite("/exports/"))
                return Task.CompletedTask;
            copying.TrySetResult();
            return release.Task;
        };
        var export = app.Client.ExportAsync(id);

        await copying.Task;
        var (status, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Delete, $"sessions/{id}");
        release.SetResult();

        Assert.Equal((HttpStatusCode.Conflict, "session-exporting"), (status, problem!["code"]!.GetValue<string>()));
        Assert.Equal("""["01_only.mp3"]""", (await export)["exported_files"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.NoContent, await TryDeleteAsync(app.Client, id));
    }

    /// <summary>Writes come several at once.</summary>
    private static bool IsNew(HashSet<string> kinds, string kind)
    {
        lock (kinds)
            return kinds.Add(kind);
    }

    /// <summary>What a write of a deletion is for, or null for a read and for the engine's own bookkeeping.</summary>
    private static string? KindOf(StorageCall call)
    {
        var target = call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)[1];
        return (call.Method, target) switch
        {
            ("GET" or "HEAD", _) => null,
            ("DELETE", _) when !target.Contains('(', StringComparison.Ordinal) => $"DELETE {target}",
            ("DELETE", _) when target.StartsWith("Sessions(", StringComparison.Ordinal) => "session row",
            ("DELETE", _) when target.StartsWith("SessionIndex(", StringComparison.Ordinal) => "index",
            (_, _) when target.StartsWith("Sessions(", StringComparison.Ordinal) => "mark",
            (_, "$batch") when call.IsTransactionWith("/Sessions(") => "rows",
            (_, "$batch") when call.IsTransactionWith("History") => "purge",
            _ => null,
        };
    }

    /// <returns>Null where the app was killed before it answered.</returns>
    private static async Task<HttpStatusCode?> TryDeleteAsync(HttpClient client, string id)
    {
        try
        {
            using var answer = await client.DeleteAsync(new Uri($"sessions/{id}", UriKind.Relative));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
