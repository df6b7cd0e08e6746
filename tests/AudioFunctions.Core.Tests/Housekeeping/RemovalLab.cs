using AudioFunctions.Export;
using AudioFunctions.Housekeeping;
using AudioFunctions.Sessions;
using AudioFunctions.Storage;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Housekeeping;

/// <summary>Sessions with rows and blobs, and their removal.</summary>
internal sealed class RemovalLab(AzuriteFixture azurite)
{
    private static readonly string[] Containers = ["scripts", TakeFiles.ContainerName, ExportFiles.ContainerName];

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public BlobServiceClient Blobs { get; } = new(azurite.ConnectionString);

    public TableServiceClient Tables { get; } = new(azurite.ConnectionString);

    public SessionStore Store { get; } = new(new TableServiceClient(azurite.ConnectionString), TimeProvider.System);

    public SessionRemoval Removal { get; } = At(azurite.ConnectionString);

    /// <summary>A separate removal, which prepares its tables first.</summary>
    public static SessionRemoval At(string connection)
    {
        var (blobs, tables) = (new BlobServiceClient(connection), new TableServiceClient(connection));
        var takes = new TakeFiles(blobs);
        var store = new SessionStore(tables, TimeProvider.System);
        return new SessionRemoval(tables, new ScriptArchive(blobs, store), takes, new ExportFiles(blobs, takes, store), TimeProvider.System);
    }

    public Task<CreatedSession> CreateAsync(string id, int beats, string project = "project")
    {
        var named = Enumerable.Range(1, beats).Select(number => new NewBeat($"{number}", "Name", "every-coon"));
        return Store.CreateAsync(new NewSession(id, "Title", project, [.. named]), default);
    }

    public async Task WriteBlobsAsync(string id)
    {
        string[] names = [$"scripts|{id}.els", $"scripts|{id}.json", $"exports|{id}/1.mp3", $"exports|{id}/manifest.json"];
        string[] takes = ["1_aa.plan.json", "1_aa.raw-00.json", "1_aa.mp3", "1_aa.sheet.json"];
        foreach (var name in names.Concat(takes.Select(take => $"audio-production|{id}/{take}")))
        {
            var (container, blob) = (name.Split('|')[0], name.Split('|')[1]);
            await new BlobFolder(Blobs, container).TryAddAsync(blob, BinaryData.FromString("x"), "text/plain", null, default);
        }
    }

    public async Task<IReadOnlyList<string>> BlobsAsync(string id)
    {
        var lists = await Task.WhenAll(Containers.Select(container => new BlobFolder(Blobs, container).ListAsync(id, default)));
        return [.. lists.SelectMany(names => names)];
    }

    public async Task<IReadOnlyList<string>> RowsAsync(string id)
    {
        var rows = new List<string>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {id}");
        await foreach (var row in Tables.GetTableClient(SessionStore.TableName).QueryAsync<TableEntity>(filter))
            rows.Add(row.RowKey);
        return rows;
    }
}
