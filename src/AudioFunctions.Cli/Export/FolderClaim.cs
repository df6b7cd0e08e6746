using AudioFunctions.Cli.Supervision;

namespace AudioFunctions.Cli.Export;

/// <summary>The output folder of one script only: that of its title, or <c>Title (2)</c> and so on.</summary>
/// <param name="Avoided">The folder of the title if it belongs to another script and this one has just got a new folder; else null.</param>
public sealed record FolderClaim(string Folder, string? Avoided)
{
    /// <summary>The script's folder, or the first free one, which it then owns.</summary>
    /// <param name="root">The folder of all exports.</param>
    /// <param name="script">Full path of the script.</param>
    /// <param name="records">Folder of the <see cref="ExportRecord"/>s.</param>
    public static FolderClaim Of(string root, string title, string script, string records)
    {
        using var turn = FileLock.TakeTurn($"{records}.lock");
        // Every folder that was passed over exists or is recorded, so the script's own has at most this number.
        var known = ExportRecord.Count(records) + (Directory.Exists(root) ? Directory.EnumerateFileSystemEntries(root).Count() : 0);
        var folders = Enumerable.Range(1, known + 1).Select(number => PathOf(root, title, number)).ToList();
        if (folders.Find(folder => ExportRecord.Read(records, folder)?.Script == script) is { } own)
            return new FolderClaim(own, Avoided: null);

        var number = 1;
        while (!IsFree(PathOf(root, title, number), records))
            number++;
        var claimed = PathOf(root, title, number);
        new ExportRecord(script).Write(records, claimed);
        return new FolderClaim(claimed, number == 1 ? null : folders[0]);
    }

    private static string PathOf(string root, string title, int number) =>
        Path.Combine(root, FolderName.For(title) + (number == 1 ? "" : $" ({number})"));

    /// <summary>A folder is free if it contains no files, and no existing script owns it, not even one before its first export.</summary>
    private static bool IsFree(string folder, string records)
    {
        if (ExportRecord.Read(records, folder) is { } record && File.Exists(record.Script))
            return false;
        return !File.Exists(folder) && !(Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any());
    }
}
