using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Audio.Coding;

/// <summary>
/// Creates a folder for each operation, and removes those of dead processes. A folder <c>audiofunctions-{pid}-{start}-{random}</c> has a
/// lock file of the same name beside it, which its owner holds open. The system releases the lock even after <c>kill -9</c>, so it tells
/// live owners from dead ones even between two containers, which don't share process ids.
/// </summary>
public sealed partial class ScratchFolders(AudioOptions options, ILogger<ScratchFolders> logger)
{
    internal const string LockExtension = ".lock";

    private const string Prefix = "audiofunctions-";

    // Longer than any owner needs between creating a lock file and locking it.
    private static readonly TimeSpan NewLockAge = TimeSpan.FromMinutes(1);

    // Shows in a directory listing which process owns the folder.
    private static readonly string Owner = OwnerName();

    public string Root => options.TempFolder;

    /// <exception cref="AudioException">The disk is full.</exception>
    public ScratchFolder Create()
    {
        try
        {
            return ScratchFolder.Create(Path.Combine(Root, Prefix + Owner + "-" + Guid.NewGuid().ToString("N")[..12]), logger);
        }
        catch (IOException e) when (DiskSpace.IsExhausted(e))
        {
            throw AudioErrors.DiskFull(Root, e);
        }
    }

    /// <summary>Removes the folders whose owner has ended. Returns how many it removed.</summary>
    public int SweepDead()
    {
        var dead = Directory.GetDirectories(Root, Prefix + "*").Where(IsOurs).Count(TryRemove);
        foreach (var path in Directory.GetFiles(Root, Prefix + "*" + LockExtension).Where(IsOurs))
        {
            RemoveLoneLock(path);
        }

        return dead;
    }

    /// <summary>Matches the whole name, because other programs use the system's temp folder too.</summary>
    private static bool IsOurs(string path) => Name().IsMatch(Path.GetFileName(path));

    private static string OwnerName()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        var started = self.StartTime.ToUniversalTime().ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{started}");
    }

    private static bool TryRemove(string folder)
    {
        try
        {
            using var claim = Claim(folder + LockExtension);
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return false; // Its owner, or another process that is starting, removed it first.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // In use, or another user's.
        }
    }

    private static void RemoveLoneLock(string path)
    {
        if (Directory.Exists(path[..^LockExtension.Length]) || DateTime.UtcNow - File.GetLastWriteTimeUtc(path) < NewLockAge)
            return;
        try
        {
            using var claim = Claim(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // In use, or another user's.
        }
    }

    /// <summary>Null if there is no lock file, which means that its folder has no owner.</summary>
    private static FileStream? Claim(string lockPath)
    {
        try
        {
            return new FileStream(lockPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^audiofunctions-\d+-\d{8}T\d{6}-[0-9a-f]{12}(\.lock)?$")]
    private static partial Regex Name();
}
