using System.Text;

namespace AudioFunctions.Cli.Export;

/// <summary>The folder of a title: the title itself, as far as every file system takes it.</summary>
public static class FolderName
{
    /// <summary>ext4 and NTFS allow 255; room is left for what a file manager appends to copies.</summary>
    private const int MaxBytes = 120;

    public static string For(string title)
    {
        var name = new StringBuilder(title.Length);
        foreach (var rune in title.EnumerateRunes())
        {
            if (Encoding.UTF8.GetByteCount(name.ToString()) + rune.Utf8SequenceLength > MaxBytes)
                break;
            name.Append(IsSafe(rune) ? rune.ToString() : "-");
        }

        // Leading dots hide a folder or leave it ("..."); Windows drops trailing dots and spaces.
        var trimmed = name.ToString().TrimStart(' ', '.').TrimEnd(' ', '.');
        return trimmed.Length == 0 ? "Untitled" : trimmed;
    }

    private static bool IsSafe(Rune rune) =>
        !Rune.IsControl(rune) && rune != Rune.ReplacementChar && !(rune.IsAscii && "/\\:*?\"<>|".Contains((char)rune.Value, StringComparison.Ordinal));
}
