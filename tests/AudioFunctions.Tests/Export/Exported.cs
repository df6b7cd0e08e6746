using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Audio;
using AudioFunctions.Testing.Captions;
using AudioFunctions.Testing.Running;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AudioFunctions.Tests.Export;

/// <summary>An export as a client downloads it.</summary>
internal sealed record Exported(string SessionId, IReadOnlyDictionary<string, byte[]> Files, JsonNode Manifest)
{
    public const string Everything = """{"master":true,"captions":true,"zip":true}""";

    public static async Task<Exported> DownloadAsync(HttpClient client, string sessionId, IEnumerable<string> names)
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var name in names.Append("manifest.json"))
            files[name] = await client.GetByteArrayAsync($"sessions/{sessionId}/exports/{name}");
        return new Exported(sessionId, files, JsonNode.Parse(files["manifest.json"])!);
    }

    /// <summary>Exports and downloads what the output names.</summary>
    public static async Task<Exported> MakeAsync(HttpClient client, string sessionId, string? options = Everything)
    {
        var output = await client.ExportAsync(sessionId, options);
        return await DownloadAsync(client, sessionId, output["exported_files"]!.AsArray().Select(name => name!.GetValue<string>()));
    }

    public IReadOnlyList<ReadCue> SubRip(string stem) => CaptionFile.ReadSubRip(Text($"{stem}.srt"));

    public IReadOnlyList<ReadCue> WebVtt(string stem) => CaptionFile.ReadWebVtt(Text($"{stem}.vtt"));

    public async Task<short[]> DecodedAsync(string name)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, Files[name]);
            return await RealFFmpeg.DecodeAsync(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Every file that the manifest names is there, and what it says.</summary>
    public IReadOnlyList<string> NamesThatHold()
    {
        var entries = Manifest["files"]!.AsArray().Concat(Manifest["captions"]!.AsArray()).Append(Manifest["master"]).Where(entry => entry is not null);
        return [.. entries.Select(entry =>
        {
            var name = entry!["file"]!.GetValue<string>();
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Files[name])), entry["sha256"]!.GetValue<string>());
            Assert.Equal(Files[name].Length, entry["size_bytes"]!.GetValue<int>());
            return name;
        })];
    }

    /// <summary>The names of all blobs of an export.</summary>
    public static async Task<IReadOnlyList<string>> BlobsAsync(string connection, string sessionId)
    {
        var names = new List<string>();
        await foreach (var blob in new BlobContainerClient(connection, "exports").GetBlobsAsync(new GetBlobsOptions { Prefix = $"{sessionId}/" }))
            names.Add(blob.Name[(sessionId.Length + 1)..]);
        return names;
    }

    private string Text(string name) => System.Text.Encoding.UTF8.GetString(Files[name]);
}
