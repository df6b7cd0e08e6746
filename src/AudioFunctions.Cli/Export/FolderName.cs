using System.Text;
using System.Text.RegularExpressions;

namespace AudioFunctions.Cli.Export;

/// <summary>The folder name of a title: the title without what some file systems don't allow.</summary>
public static partial class FolderName
{
    /// <summary>ext4 and NTFS allow 255; this leaves room for what a file manager appends to copies.</summary>
    private const int MaxBytes = 120;

    public static string For(string title)
    {
        var name = new StringBuilder(title.Length);
        foreach (var rune in title.EnumerateRunes())
        {
            if (Encoding.UTF8.GetByteCount(name.ToString()) + rune.Utf8SequenceLength > MaxBytes)
                break;
            if (!IsBidiMark(rune))
                name.Append(IsSafe(rune) ? rune.ToString() : "-");
        }

        // Leading dots hide a folder or name a parent (".."); Windows drops trailing dots and spaces.
        var trimmed = name.ToString().TrimStart(' ', '.').TrimEnd(' ', '.');
        return trimmed.Length == 0 ? "Untitled" : Device().Replace(trimmed, "${name}_");
    }

    /// <summary>Marks that change the writing direction, with which a name could look like another one.</summary>
    private static bool IsBidiMark(Rune rune) =>
        rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>Windows' device names, with any extension.</summary>
    [GeneratedRegex(@"^(?<name>con|prn|aux|nul|(com|lpt)[0-9¹²³])(?= *(\.|$))", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Device();

    private static bool IsSafe(Rune rune) =>
        !Rune.IsControl(rune) && rune != Rune.ReplacementChar && !(rune.IsAscii && "/\\:*?\"<>|".Contains((char)rune.Value, StringComparison.Ordinal));
}
