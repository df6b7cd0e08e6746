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
    public const string Everything = """{"master":true,"captions":true,"words":true,"zip":true}""";

    public static async Task<Exported> DownloadAsync(HttpClient client, string sessionId, IEnumerable<string> names)
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var name in names.Append("manifest.json"))
            files[name] = await client.GetByteArrayAsync($"sessions/{sessionId}/exports/{name}");
        return new Exported(sessionId, files, JsonNode.Parse(files["manifest.json"])!);
    }

    /// <summary>Exports and downloads the files in the output.</summary>
    public static async Task<Exported> MakeAsync(HttpClient client, string sessionId, string? options = Everything)
    {
        var output = await client.ExportAsync(sessionId, options);
        return await DownloadAsync(client, sessionId, output["exported_files"]!.AsArray().Select(name => name!.GetValue<string>()));
    }

    public IReadOnlyList<ReadCue> SubRip(string stem) => CaptionFile.ReadSubRip(Text($"{stem}.srt"));

    public IReadOnlyList<ReadCue> WebVtt(string stem) => CaptionFile.ReadWebVtt(Text($"{stem}.vtt"));

    /// <summary>The words of a beat, or of all beats: text, start and end in milliseconds.</summary>
    public IReadOnlyList<(string Text, int StartMs, int EndMs)> Words(string name) =>
    [
        .. JsonNode.Parse(Text(name))!.AsArray()
            .Select(word => (word!["text"]!.GetValue<string>(), word["startMs"]!.GetValue<int>(), word["endMs"]!.GetValue<int>())),
    ];

    public Task<short[]> DecodedAsync(string name) => OnDiskAsync(name, path => RealFFmpeg.DecodeAsync(path));

    /// <summary>The tags that FFmpeg reads from a file, as JSON.</summary>
    public async Task<string> TagsAsync(string name)
    {
        var probed = await OnDiskAsync(name, path =>
            RealFFmpeg.RunAsync("ffprobe", ["-v", "error", "-show_entries", "format_tags", "-of", "json", path], []));
        return JsonNode.Parse(probed)!["format"]!["tags"]!.ToJsonString();
    }

    private async Task<T> OnDiskAsync<T>(string name, Func<string, Task<T>> useAsync)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, Files[name]);
            return await useAsync(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Every file that the manifest names exists and matches it.</summary>
    public IReadOnlyList<string> NamesThatHold()
    {
        var entries = Manifest["files"]!.AsArray().Concat(Manifest["captions"]!.AsArray()).Concat(Manifest["words"]!.AsArray())
            .Concat(Manifest["wav"]!.AsArray()).Concat(Manifest["stems"]!.AsArray()).Append(Manifest["labels"]).Append(Manifest["master"]).Where(entry => entry is not null);
        return [.. entries.Select(entry =>
        {
            var name = entry!["file"]!.GetValue<string>();
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Files[name])), entry["sha256"]!.GetValue<string>());
            Assert.Equal(Files[name].Length, entry["size_bytes"]!.GetValue<int>());
            return name;
        })];
    }

    /// <summary>An MP3 without its ID3v2 tag: the last four of the tag's first ten bytes are its length, seven bits each.</summary>
    public static byte[] SoundOf(byte[] mp3)
    {
        if (!mp3.AsSpan().StartsWith("ID3"u8))
            return mp3;
        return mp3[(10 + mp3[6..10].Aggregate(0, (length, bits) => (length << 7) | bits))..];
    }

    /// <summary>Whether the blob is the archive of an earlier export, which a later one leaves.</summary>
    public static bool IsKept(string path) => AudioFunctions.Export.PastExports.IsName(path.Split('/')[^1]);

    /// <summary>The names of all blobs of an export, without archives of earlier ones.</summary>
    public static async Task<IReadOnlyList<string>> BlobsAsync(string connection, string sessionId)
    {
        var names = new List<string>();
        await foreach (var blob in new BlobContainerClient(connection, "exports").GetBlobsAsync(new GetBlobsOptions { Prefix = $"{sessionId}/" }))
        {
            if (!IsKept(blob.Name))
                names.Add(blob.Name[(sessionId.Length + 1)..]);
        }

        return names;
    }

    /// <summary>The samples of a WAV as FFmpeg reads them, with 32 bits.</summary>
    public Task<int[]> WaveAsync(string name) => OnDiskAsync(name, async path => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(
        await RealFFmpeg.RunAsync("ffmpeg", ["-v", "error", "-i", path, "-f", "s32le", "-"], [])).ToArray());

    public string Text(string name) => System.Text.Encoding.UTF8.GetString(Files[name]);
}
