namespace AudioFunctions.Audio.Coding;

/// <summary>One operation's folder. Disposing removes it with its content.</summary>
public sealed class ScratchFolder : IDisposable
{
    private readonly FileStream _lock;

    private ScratchFolder(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    public string Path { get; }

    /// <summary>The path of a file in this folder; doesn't create the file.</summary>
    public string PathOf(string fileName) => System.IO.Path.Combine(Path, fileName);

    public void Dispose()
    {
        try
        {
            if (Directory.Exists(Path))
                Directory.Delete(Path, recursive: true);
        }
        finally
        {
            _lock.Dispose();
        }
    }

    /// <summary>The lock is created before the folder and released after its removal, so a folder without a lock has no owner.</summary>
    internal static ScratchFolder Create(string path)
    {
        var held = new FileStream(
            path + ScratchFolders.LockExtension, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        try
        {
            Directory.CreateDirectory(path);
            return new ScratchFolder(path, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }
}
