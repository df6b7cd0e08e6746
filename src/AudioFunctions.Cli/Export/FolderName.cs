using System.Text;
using System.Text.RegularExpressions;

namespace AudioFunctions.Cli.Export;

/// <summary>The folder of a title: the title itself, as far as every file system takes it.</summary>
public static partial class FolderName
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
            if (!IsBidiMark(rune))
                name.Append(IsSafe(rune) ? rune.ToString() : "-");
        }

        // Leading dots hide a folder or leave it ("..."); Windows drops trailing dots and spaces.
        var trimmed = name.ToString().TrimStart(' ', '.').TrimEnd(' ', '.');
        return trimmed.Length == 0 ? "Untitled" : Device().Replace(trimmed, "${name}_");
    }

    /// <summary>They turn the writing direction around: a name would look like another one.</summary>
    private static bool IsBidiMark(Rune rune) =>
        rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>Windows' devices, whatever extension they have.</summary>
    [GeneratedRegex(@"^(?<name>con|prn|aux|nul|(com|lpt)[0-9¹²³])(?= *(\.|$))", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Device();

    private static bool IsSafe(Rune rune) =>
        !Rune.IsControl(rune) && rune != Rune.ReplacementChar && !(rune.IsAscii && "/\\:*?\"<>|".Contains((char)rune.Value, StringComparison.Ordinal));
}
