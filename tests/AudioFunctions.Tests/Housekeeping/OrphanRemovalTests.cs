using System.Net;
using AudioFunctions.Testing.Running;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Tests.Housekeeping;

/// <summary>Remains of interrupted deletions are removed; what is in use or recent stays.</summary>
[Collection(HousekeepingAppTests.Name)]
public sealed class OrphanRemovalTests(HousekeepingApp shared)
{
    private readonly BlobServiceClient _blobs = new(shared.Connection);
    private readonly string _id = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Blobs_of_a_session_without_rows_are_removed_and_others_stay()
    {
        var alive = (await shared.Client.ProduceAsync(ScriptText.OneBeat))["session_id"]!.GetValue<string>();
        await shared.Client.ExportAsync(alive);
        var whole = await BlobsOfAsync(alive);
        await LeaveBlobsAsync(_id);

        await shared.RunUntilAsync("RemoveOrphans", async () => (await SessionTraces.FindAsync(shared.Connection, _id)).Count == 0);

        Assert.Equal(whole, await BlobsOfAsync(alive));
        Assert.Contains("removed 1 of kind orphan", shared.App.Process.Log, StringComparison.Ordinal);
        Assert.Contains("audiofunctions_housekeeping_removed", await shared.Client.GetStringAsync("metrics"), StringComparison.Ordinal);
        // Once more, with nothing left to do.
        await shared.RunOnceAsync("RemoveOrphans");
        Assert.Equal(whole, await BlobsOfAsync(alive));
    }

    [Fact]
    public async Task Interrupted_deletion_is_finished()
    {
        var id = (await shared.Client.ProduceAsync(ScriptText.OneBeat))["session_id"]!.GetValue<string>();
        await MarkAsync(id, DateTimeOffset.UtcNow.AddHours(-2));

        await shared.RunUntilAsync("RemoveOrphans", async () => (await SessionTraces.FindAsync(shared.Connection, id)).Count == 0);

        Assert.Equal(HttpStatusCode.NotFound, (await shared.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}")).Status);
    }

    [Fact]
    public async Task Deletion_that_may_be_running_is_left_alone()
    {
        var id = (await shared.Client.ProduceAsync(ScriptText.OneBeat))["session_id"]!.GetValue<string>();
        var whole = await BlobsOfAsync(id);
        await MarkAsync(id, DateTimeOffset.UtcNow.AddMinutes(-50));

        await shared.RunOnceAsync("RemoveOrphans");

        Assert.Equal(whole, await BlobsOfAsync(id));
    }

    private async Task LeaveBlobsAsync(string id)
    {
        string[] names = [$"scripts/{id}.els", $"audio-production/{id}/01_a_0123456789ab.plan.json", $"audio-production/{id}/01_a_0123456789ab.mp3", $"exports/{id}/01_a.mp3"];
        foreach (var name in names.Select(name => name.Split('/', 2)))
        {
            await _blobs.GetBlobContainerClient(name[0]).CreateIfNotExistsAsync();
            await _blobs.GetBlobContainerClient(name[0]).GetBlobClient(name[1]).UploadAsync(BinaryData.FromString("left"));
        }
    }

    private async Task MarkAsync(string id, DateTimeOffset at)
    {
        var sessions = new TableServiceClient(shared.Connection).GetTableClient("Sessions");
        var row = (await sessions.GetEntityAsync<TableEntity>(id, "session")).Value;
        row["DeletingAt"] = at;
        await sessions.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
    }

    private async Task<IEnumerable<string>> BlobsOfAsync(string id) =>
        (await SessionTraces.FindAsync(shared.Connection, id)).Where(trace => trace.StartsWith("blob ", StringComparison.Ordinal)).Order();
}
