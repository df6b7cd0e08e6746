using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Tests.Sessions;

/// <summary>Killed and concurrent deletions; a proxy watches their writes.</summary>
[Collection(ProxiedAppTests.Name)]
public sealed class SessionDeletionCrashTests(ProxiedApp shared) : IDisposable
{
    private const int MaxLives = 30;

    public void Dispose() => shared.Proxy.Unhook();

    [Fact]
    public async Task Deletion_killed_before_each_kind_of_write_shows_no_half_session_and_a_repeat_finishes_it()
    {
        var app = shared.App;
        var id = (await app.Client.ProduceAsync(ScriptText.OneBeat))["session_id"]!.GetValue<string>();
        await app.Client.ExportAsync(id);
        var whole = await app.Client.GetStringAsync($"sessions/{id}");
        var kinds = new HashSet<string>();
        Task? kill = null;
        shared.Proxy.Before = async call =>
        {
            if (KindOf(call) is not { } kind)
                return;
            Task end;
            lock (kinds)
            {
                if (!kinds.Add(kind))
                    return;
                // One kill per process: the second of two concurrent writes would kill the restarted process.
                // The host purges instances, the worker does the rest.
                end = kill ??= kind.StartsWith("purge", StringComparison.Ordinal) ? app.Process.KillAsync() : app.Process.KillWorkerAsync();
            }

            await end;
            throw new IOException("The process that asked is dead.");
        };

        var lives = 0;
        while (await TryDeleteAsync(app.Client, id) is null && ++lives < MaxLives)
        {
            await (kill ?? Task.CompletedTask);
            await app.Process.ReviveAsync();
            var (status, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
            Assert.True(status == HttpStatusCode.NotFound || session!.ToJsonString() == whole, $"half a session is left after {string.Join(", ", kinds)}");
            kill = null;
        }

        Assert.Superset(
            new HashSet<string>
            {
                "mark", "purge history", "purge instance", "DELETE scripts", "DELETE audio-production", "DELETE exports", "rows", "index", "session row",
            },
            kinds);
        // Concurrent deletes are killed together.
        Assert.InRange(lives, kinds.Count - 2, kinds.Count);
        Assert.Empty(await SessionTraces.FindAsync(app.Storage.ConnectionString, id));
    }

    [Fact]
    public async Task Session_deleted_before_its_production_is_scheduled_is_not_reported_as_started_and_leaves_nothing()
    {
        var app = shared.App;
        string? id = null;
        shared.Proxy.After = async call =>
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
    public async Task Deletion_is_refused_while_an_export_runs()
    {
        var app = shared.App;
        var id = (await app.Client.ProduceAsync(ScriptText.OneBeat))["session_id"]!.GetValue<string>();
        var release = new TaskCompletionSource();
        var copying = new TaskCompletionSource();
        shared.Proxy.Before = call =>
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

    [Fact]
    public async Task Concurrent_deletion_is_refused_too_while_an_export_runs()
    {
        var app = shared.App;
        var id = (await app.Client.ProduceAsync(ScriptText.OneBeat))["session_id"]!.GetValue<string>();
        var (release, copying) = (new TaskCompletionSource(), new TaskCompletionSource());
        shared.Proxy.Before = call =>
        {
            if (!call.IsBlobWrite("/exports/"))
                return Task.CompletedTask;
            copying.TrySetResult();
            return release.Task;
        };
        var export = app.Client.ExportAsync(id);
        await copying.Task;

        // The other deletion has set its mark, but hasn't checked for instances yet.
        await ChangeMarkAsync(app.Storage.ConnectionString, id, row => row["DeletingAt"] = DateTimeOffset.UtcNow);
        var (status, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Delete, $"sessions/{id}");
        await ChangeMarkAsync(app.Storage.ConnectionString, id, row => row.Remove("DeletingAt"));
        release.SetResult();

        Assert.Equal((HttpStatusCode.Conflict, "session-exporting"), (status, problem!["code"]!.GetValue<string>()));
        Assert.Equal("""["01_only.mp3"]""", (await export)["exported_files"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.NoContent, await TryDeleteAsync(app.Client, id));
    }

    private static async Task ChangeMarkAsync(string connection, string id, Action<TableEntity> change)
    {
        var sessions = new TableServiceClient(connection).GetTableClient("Sessions");
        var row = (await sessions.GetEntityAsync<TableEntity>(id, "session")).Value;
        change(row);
        await sessions.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
    }

    /// <summary>The purpose of a deletion's write; null for reads and for the engine's own writes.</summary>
    private static string? KindOf(StorageCall call)
    {
        var target = call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)[1];
        return (call.Method, target) switch
        {
            ("GET" or "HEAD", _) => null,
            // The engine always uses its queues.
            _ when call.Service == StorageService.Queue => null,
            ("DELETE", _) when !target.Contains('(', StringComparison.Ordinal) => $"DELETE {target}",
            ("DELETE", _) when target.Contains("Instances(", StringComparison.Ordinal) => "purge instance",
            ("DELETE", _) when target.StartsWith("Sessions(", StringComparison.Ordinal) => "session row",
            (_, "$batch") when call.IsTransactionWith("/SessionIndex(") => "index",
            (_, _) when target.StartsWith("Sessions(", StringComparison.Ordinal) => "mark",
            (_, "$batch") when call.IsTransactionWith("/Sessions(") => "rows",
            (_, "$batch") when call.IsTransactionWith("History(PartitionKey") => "purge history",
            _ => null,
        };
    }

    /// <returns>Null if the app was killed before it responded; without its worker, the host returns 503.</returns>
    private static async Task<HttpStatusCode?> TryDeleteAsync(HttpClient client, string id)
    {
        try
        {
            using var answer = await client.DeleteAsync(new Uri($"sessions/{id}", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable ? null : answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
