namespace AudioFunctions.Cli;

/// <summary>A full disk, told before storage and app run into it, and when something does.</summary>
public static class DiskSpace
{
    /// <summary>Recordings, history and logs of a long script stay well below.</summary>
    private const long NeededBytes = 100 * 1024 * 1024;

    private const int NoSpaceLeft = 28;

    public static void Require(string folder)
    {
        var existing = folder;
        while (!Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing)!;
        }

        var free = new DriveInfo(existing).AvailableFreeSpace;
        if (free < NeededBytes)
            throw new RunException($"Only {free / 1024 / 1024} MB are free on the disk of {existing}: free some space (a run needs {NeededBytes / 1024 / 1024} MB), then run the same command again.");
    }

    public static bool IsFull(IOException e) => e.HResult == NoSpaceLeft;
}
