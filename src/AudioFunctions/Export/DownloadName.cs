namespace AudioFunctions.Export;

/// <summary>Turns a title into a file name that is valid on any system.</summary>
internal static class DownloadName
{
    private const string Unsafe = "/\\:*?\"<>|";

    public static string Of(string title)
    {
        var name = string.Concat(title.Select(c => char.IsControl(c) || Unsafe.Contains(c, StringComparison.Ordinal) ? '-' : c));
        // Leading dots hide a file; Windows drops trailing ones.
        var trimmed = name.Trim(' ', '.');
        return trimmed.Length == 0 ? "Untitled" : trimmed;
    }
}
