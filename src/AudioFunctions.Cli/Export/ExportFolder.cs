using System.Globalization;
using System.Text.Json;
using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Supervision;
using AudioFunctions.Cli.Terminal;

namespace AudioFunctions.Cli.Export;

/// <summary>The output folder of one script. Every file in it is complete, even if a run is killed at any moment.</summary>
/// <param name="turn">The lock file for writing, because two runs of one script may end at the same time.</param>
public sealed class ExportFolder(string path, string turn)
{
    private const string Manifest = "manifest.json";
    private const string PartPrefix = ".audiofunctions-";

    /// <exception cref="RunException">The folder or a parent is a file, or isn't writable.</exception>
    public static void RequireWritable(string folder)
    {
        RequireNoFile(folder);
        var existing = Workspace.NearestFolder(folder);
        try
        {
            using var probe = new FileStream(
                Path.Combine(existing, $"{PartPrefix}{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException io && !DiskSpace.IsFull(io)))
        {
            throw new RunException(
                $"Can't write to {Workspace.DisplayPath(existing)} ({e.Message.TrimEnd('.')}): change its permissions, or choose another folder with --out DIR.", e);
        }
    }

    /// <summary>Also checks the names of the files that will be written there.</summary>
    /// <exception cref="RunException">The folder isn't writable, or contains a folder with the name of one of the files.</exception>
    public void RequireReplaceable(IEnumerable<string> beats, ExportOptions options)
    {
        RequireWritable(path);
        string[] extensions = options.Wav ? [".mp3", ".wav"] : [".mp3"];
        if (beats.SelectMany(beat => extensions.Select(extension => beat + extension)).Append(Manifest).Select(FileOf).FirstOrDefault(Directory.Exists) is { } taken)
            throw new RunException($"{Workspace.DisplayPath(taken)} is a folder, but the output needs a file there: move the folder away, or choose another one for the output with --out DIR.");
    }

    private static void RequireNoFile(string folder)
    {
        for (var path = folder; path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
                throw new RunException($"{Workspace.DisplayPath(path)} is a file, but the output needs a folder there: move the file away, or choose another folder with --out DIR.");
        }
    }

    public string FileOf(string file) => Path.Combine(path, file);

    /// <summary>The beats with a suspect take, each with the reasons.</summary>
    public IReadOnlyDictionary<string, string> SuspectBeats() =>
        (ReadManifest()?.Files ?? []).Where(file => file is { BeatId: not null, Quality.IsSuspect: true })
            .ToDictionary(file => file.BeatId!, file => string.Join(", ", file.Quality!.Reasons));

    /// <summary>Lines for the screen about the takes, and about what was exported besides the beats' MP3s.</summary>
    public IEnumerable<string> ExportLines()
    {
        var manifest = ReadManifest();
        foreach (var file in manifest?.Files ?? [])
        {
            foreach (var warning in file.Warnings ?? [])
                yield return Printable.From($"Warning: {file.BeatId}: {warning}");
        }

        if (LosslessOf(manifest).Count() is > 0 and var count)
            yield return $"Lossless: {count} files in {Workspace.DisplayPath(path)}";
        if (manifest?.Loudness is { After: var after, Before: var before })
            yield return $"Loudness: {Formatted(after.Lufs, "LUFS")}, peaks {Formatted(after.TruePeakDbtp, "dBTP")} (as spoken: {Formatted(before.Lufs, "LUFS")}, {Formatted(before.TruePeakDbtp, "dBTP")})";
    }

    private static string Formatted(double? value, string unit) =>
        value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:0.0} {unit}") : "not measurable";

    /// <summary>Downloads the files and the manifest. Removes files that the folder's old manifest lists and the new one doesn't.</summary>
    public async Task SaveAsync(AudioFunctionsClient client, string sessionId, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        if (files.FirstOrDefault(f => !IsPlainName(f)) is { } odd)
            throw new RunException($"The app names an exported file '{odd}', which is not a plain file name: nothing was copied.");

        using var held = await FileLock.TakeAsync(turn, cancellationToken);
        Directory.CreateDirectory(path);
        RemoveParts();
        try
        {
            foreach (var file in files.Append(Manifest))
            {
                await using var part = File.Create(PartOf(file));
                await client.DownloadExportAsync(sessionId, file, part, cancellationToken);
            }

            var outdated = FilesOf(ReadManifest()).Except(files).ToList();
            // The manifest comes last: until then, the old one still lists our files.
            foreach (var file in files.Append(Manifest))
            {
                File.Move(PartOf(file), FileOf(file), overwrite: true);
            }

            outdated.ForEach(file => File.Delete(FileOf(file)));
        }
        finally
        {
            RemoveParts();
        }
    }

    private static bool IsPlainName(string name) =>
        name.Length > 0 && name == Path.GetFileName(name) && name[0] != '.' && !name.Contains('\\', StringComparison.Ordinal);

    private string PartOf(string file) => Path.Combine(path, PartPrefix + file);

    private void RemoveParts()
    {
        foreach (var part in Directory.EnumerateFiles(path, PartPrefix + "*"))
        {
            File.Delete(part);
        }
    }

    private static IEnumerable<string> FilesOf(ExportManifest? manifest) =>
        (manifest?.Files ?? []).Select(f => f.File ?? "").Where(IsPlainName).Concat(LosslessOf(manifest));

    private static IEnumerable<string> LosslessOf(ExportManifest? manifest) =>
        [.. (manifest?.Wav ?? []).Concat(manifest?.Stems ?? []).Append(manifest?.Labels).Select(f => f?.File ?? "").Where(IsPlainName)];

    /// <summary>The manifest in the folder; null if there is none, or one that isn't ours.</summary>
    private ExportManifest? ReadManifest()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(FileOf(Manifest)), ApiJson.Default.ExportManifest);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}
