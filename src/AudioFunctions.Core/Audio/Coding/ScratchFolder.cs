using AudioFunctions.Telemetry;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Audio.Coding;

/// <summary>One operation's folder. Disposing removes it with its content.</summary>
public sealed class ScratchFolder : IDisposable
{
    private readonly FileStream _lock;
    private readonly ILogger _logger;

    private ScratchFolder(string path, FileStream @lock, ILogger logger)
    {
        Path = path;
        _lock = @lock;
        _logger = logger;
    }

    public string Path { get; }

    /// <summary>The path of a file in this folder; doesn't create the file.</summary>
    public string PathOf(string fileName) => System.IO.Path.Combine(Path, fileName);

    /// <summary>What can't be removed goes with the next start's sweep.</summary>
    public void Dispose()
    {
        CleanUp.Try($"folder {Path}", DeleteAll, _logger);
        CleanUp.Try($"the lock file of folder {Path}", _lock.Dispose, _logger);
    }

    private void DeleteAll()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    /// <summary>The lock is created before the folder and released after its removal, so a folder without a lock has no owner.</summary>
    internal static ScratchFolder Create(string path, ILogger logger)
    {
        var held = new FileStream(
            path + ScratchFolders.LockExtension, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        try
        {
            Directory.CreateDirectory(path);
            return new ScratchFolder(path, held, logger);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }
}
