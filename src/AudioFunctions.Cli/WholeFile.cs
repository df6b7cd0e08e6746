namespace AudioFunctions.Cli;

/// <summary>Small files that are there whole or not at all, at whatever moment the run is cut.</summary>
public static class WholeFile
{
    /// <summary>On disk when it returns. One run at a time writes a file.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
