namespace AudioFunctions.Cli;

/// <summary>Checks for a full disk before storage and app start, and explains failures because of one.</summary>
public static class DiskSpace
{
    /// <summary>Recordings, history and logs of a long script need much less.</summary>
    private const long NeededBytes = 100 * 1024 * 1024;

    /// <summary>With less, storage may not be able to write the data of running work.</summary>
    private const long FloorBytes = 10 * 1024 * 1024;

    private const int NoSpaceLeft = 28;

    public const string FullSentence =
        "The disk is full: free some space, then run the same command again; the recordings made so far are kept.";

    public static void Require(string folder)
    {
        var (existing, free) = Free(folder);
        if (free < NeededBytes)
            throw new RunException($"Only {free / 1024 / 1024} MB are free on the disk of {existing}: free some space (a run needs {NeededBytes / 1024 / 1024} MB), then run the same command again.");
    }

    /// <summary>Call it during a run.</summary>
    /// <exception cref="RunException">The folder's disk is almost full.</exception>
    public static void RequireFloor(string folder)
    {
        if (Free(folder).Bytes < FloorBytes)
            throw new RunException(FullSentence);
    }

    public static bool IsFull(IOException e) => e.HResult == NoSpaceLeft;

    private static (string Existing, long Bytes) Free(string folder)
    {
        var existing = Workspace.NearestFolder(folder);
        return (existing, new DriveInfo(existing).AvailableFreeSpace);
    }
}
