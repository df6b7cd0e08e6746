using AudioFunctions.Cli.Supervision;

namespace AudioFunctions.Cli.Export;

/// <summary>The folder in which the exports of one script stand, and of no other: that of its title, or <c>Title (2)</c> and so on.</summary>
/// <param name="Avoided">The folder of the title if it is another's and this script has just been given its own, else null.</param>
public sealed record FolderClaim(string Folder, string? Avoided)
{
    /// <summary>The folder that the script has, or the first that is nobody's, which is its own from now on.</summary>
    /// <param name="root">The folder of all exports.</param>
    /// <param name="script">Full path of the script.</param>
    /// <param name="records">Folder of the <see cref="ExportRecord"/>s.</param>
    public static FolderClaim Of(string root, string title, string script, string records)
    {
        using var turn = FileLock.TakeTurn($"{records}.lock");
        // One that was passed over stands there or is recorded, so the script's own is among these.
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

    /// <summary>A folder is another's if a script that still exists has it, even before its first export, or if it holds files.</summary>
    private static bool IsFree(string folder, string records)
    {
        if (ExportRecord.Read(records, folder) is { } record && File.Exists(record.Script))
            return false;
        return !File.Exists(folder) && !(Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any());
    }
}
