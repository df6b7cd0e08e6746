using System.Text.Json;
using AudioFunctions.Cli.Api;

namespace AudioFunctions.Cli.Export;

/// <summary>The folder the finished files go to. Whatever moment a run is cut at, every file in it is whole.</summary>
public sealed class ExportFolder(string path)
{
    private const string Manifest = "manifest.json";
    private const string PartPrefix = ".audiofunctions-";

    /// <exception cref="RunException">A file stands where the folder, or one above it, has to be.</exception>
    public static void RequireNoFile(string folder)
    {
        for (var path = folder; path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
                throw new RunException($"{Workspace.Shown(path)} is a file, where the output needs a folder: move it away, or choose another folder with --out DIR.");
        }
    }

    public string FileOf(string file) => Path.Combine(path, file);

    /// <summary>Fetches the files and the manifest. Files of an earlier export that its manifest lists and the new one does not are removed.</summary>
    public async Task SaveAsync(AudioFunctionsClient client, string sessionId, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        if (files.FirstOrDefault(f => !IsPlainName(f)) is { } odd)
            throw new RunException($"The app names an exported file '{odd}', which is no plain file name: nothing was copied.");

        Directory.CreateDirectory(path);
        RemoveParts();
        try
        {
            foreach (var file in files.Append(Manifest))
            {
                await using var part = File.Create(PartOf(file));
                await client.DownloadExportAsync(sessionId, file, part, cancellationToken);
            }

            var outdated = ListedFiles().Except(files).ToList();
            // The manifest last: until then the old one still tells which files are ours.
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

    /// <summary>The files the manifest in the folder lists; none where there is no manifest of ours.</summary>
    private IReadOnlyList<string> ListedFiles()
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(File.ReadAllBytes(FileOf(Manifest)), ApiJson.Default.ExportManifest);
            return [.. (manifest?.Files ?? []).Select(f => f.File ?? "").Where(IsPlainName)];
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            return [];
        }
    }
}
