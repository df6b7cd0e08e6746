namespace AudioFunctions.Cli;

/// <summary>A full disk, told before storage and app run into it, and when something does.</summary>
public static class DiskSpace
{
    /// <summary>Recordings, history and logs of a long script stay well below.</summary>
    private const long NeededBytes = 100 * 1024 * 1024;

    /// <summary>With less, storage cannot be trusted to write what is under way.</summary>
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

    /// <summary>For a run under way.</summary>
    /// <exception cref="RunException">The disk of the folder is as good as full.</exception>
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
