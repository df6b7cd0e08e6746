namespace AudioFunctions.Cli;

/// <summary>Checks for a full disk before storage and app start, and explains failures because of one.</summary>
public static class DiskSpace
{
    /// <summary>Recordings, history and logs of a long script need much less.</summary>
    private const long NeededBytes = 100 * 1024 * 1024;

    /// <summary>With less, storage may not be able to write the data of running work.</summary>
    private const long FloorBytes = 10 * 1024 * 1024;

    private const int NoSpaceLeft = 28;

    /// <summary>The user's share of the disk is used up (Linux, macOS).</summary>
    private static readonly int[] QuotaExceeded = [122, 69];

    public const string FullSentence =
        "The disk is full: free some space, then run the same command again; the recordings made so far are kept.";

    /// <param name="folder">The folder itself may not exist yet.</param>
    /// <param name="runBytes">What the run is expected to write there; what every run needs counts anyway.</param>
    /// <exception cref="RunException">There is too little space on the folder's disk.</exception>
    public static void Require(string folder, long runBytes = 0)
    {
        var (existing, disk) = Disk(folder);
        var needed = Math.Max(NeededBytes, runBytes + FloorBytes);
        if (disk.AvailableFreeSpace < needed)
            throw new RunException($"Only {InMegabytes(disk.AvailableFreeSpace)} MB are free on the disk of {existing}: free some space (a run needs {InMegabytes(needed)} MB), then run the same command again.");
    }

    /// <summary>Whether two folders share their free space, as far as can be known: .NET doesn't name the disk of a folder.</summary>
    public static bool AreOnOneDisk(string one, string other)
    {
        var (first, second) = (Disk(one).Disk, Disk(other).Disk);
        return (first.TotalSize, first.DriveFormat) == (second.TotalSize, second.DriveFormat);
    }

    /// <summary>Call it during a run.</summary>
    /// <exception cref="RunException">The folder's disk is almost full.</exception>
    public static void RequireFloor(string folder)
    {
        if (Disk(folder).Disk.AvailableFreeSpace < FloorBytes)
            throw new RunException(FullSentence);
    }

    public static bool IsFull(IOException e) => e.HResult == NoSpaceLeft || QuotaExceeded.Contains(e.HResult);

    private static long InMegabytes(long bytes) => bytes / 1024 / 1024;

    private static (string Existing, DriveInfo Disk) Disk(string folder)
    {
        var existing = Workspace.NearestFolder(folder);
        return (existing, new DriveInfo(existing));
    }
}
