using System.IO.Compression;
using AudioFunctions.Audio;
using AudioFunctions.Audio.Coding;

namespace AudioFunctions.Export;

/// <summary>
/// Puts everything an export has written into one archive, the manifest first. Builds it in the scratch folder, so that it is stored
/// completely or not at all. The same export gives the same archive, so a second run of the step changes nothing.
/// </summary>
public sealed class ExportZip(ExportFiles files, PastExports kept, ScratchFolders scratch)
{
    public async Task<ExportedCopy> WriteAsync(ExportRun run, ExportManifest manifest, CancellationToken cancellationToken)
    {
        using var folder = scratch.Create();
        try
        {
            await using var zip = new FileStream(folder.PathOf(ExportFiles.ZipName), FileMode.CreateNew, FileAccess.ReadWrite);
            using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
            {
                await AddAsync(archive, manifest, ExportFiles.ManifestName, new MemoryStream(manifest.ToJson()), cancellationToken);
                foreach (var name in manifest.FileNames())
                    await AddAsync(archive, manifest, name, await files.OpenAsync(manifest.SessionId, name, cancellationToken), cancellationToken);
            }

            var copy = await files.WriteAsync(run, ExportFiles.ZipName, zip, cancellationToken);
            await kept.KeepAsync(manifest, copy, cancellationToken);
            return copy;
        }
        catch (IOException full) when (DiskSpace.IsExhausted(full))
        {
            throw AudioErrors.DiskFull(scratch.Root, full);
        }
    }

    private static async Task AddAsync(
        ZipArchive archive, ExportManifest manifest, string name, Stream content, CancellationToken cancellationToken)
    {
        await using var source = content;
        var entry = archive.CreateEntry(name, LevelOf(name));
        entry.LastWriteTime = manifest.ExportedAt;
        await using var target = entry.Open();
        await source.CopyToAsync(target, cancellationToken);
    }

    private static CompressionLevel LevelOf(string name) => Path.GetExtension(name) switch
    {
        // Already compressed.
        ExportFiles.AudioEnding => CompressionLevel.NoCompression,
        // These are long, and a higher level hardly makes them smaller; the silence of stems compresses well at any level.
        ExportFiles.WaveEnding => CompressionLevel.Fastest,
        _ => CompressionLevel.Optimal,
    };
}
