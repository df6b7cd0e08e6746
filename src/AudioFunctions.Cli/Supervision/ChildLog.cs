using System.Text;
using AudioFunctions.Cli.Terminal;

namespace AudioFunctions.Cli.Supervision;

/// <summary>The log file of a child's output.</summary>
internal static class ChildLog
{
    /// <summary>A limit, because an app started with --serve may run for weeks.</summary>
    public const long MaxBytes = 20 * 1024 * 1024;

    private const int TailBytes = 8 * 1024;
    private const int TailLines = 12;

    /// <summary>The last lines, indented, for a message.</summary>
    public static string Tail(string path)
    {
        var lines = Read(path).Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(TailLines).ToList();
        return lines.Count == 0 ? "  (nothing)" : string.Join('\n', lines.Select(l => "  " + Printable.From(l.TrimEnd())));
    }

    /// <summary>The content of a log, or the end of a long one.</summary>
    public static string Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(-Math.Min(TailBytes, file.Length), SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Empties a log that is too long. The child opened it for appending, so its next line starts at the beginning of the file.</summary>
    public static void Cap(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > MaxBytes })
            return;

        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
    }
}
