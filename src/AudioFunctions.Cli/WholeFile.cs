namespace AudioFunctions.Cli;

/// <summary>Writes small files atomically: they are complete or absent, even if the run is killed.</summary>
public static class WholeFile
{
    /// <summary>Returns when the content is on disk. Not safe for two concurrent writes of one file.</summary>
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
