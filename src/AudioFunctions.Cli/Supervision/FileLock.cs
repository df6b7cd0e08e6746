namespace AudioFunctions.Cli.Supervision;

/// <summary>Held by one run at a time. The system releases it with the process, however that ends.</summary>
public sealed class FileLock : IDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Null if another run holds it. Makes the folder it stands in.</summary>
    public static FileLock? TryTake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (IsHeldByAnother(e))
        {
            return null;
        }
    }

    /// <summary>Waits for its turn at what takes milliseconds: runs that look and write do so one after the other.</summary>
    public static FileLock TakeTurn(string path)
    {
        FileLock? turn = null;
        SpinWait.SpinUntil(() => (turn = TryTake(path)) is not null);
        return turn!;
    }

    /// <summary>Waits for its turn at what takes longer.</summary>
    public static async Task<FileLock> TakeAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake(path) is { } taken)
                return taken;
            await Task.Delay(BetweenTries, cancellationToken);
        }
    }

    public void Dispose() => _file.Dispose();

    // EWOULDBLOCK of flock(2); a full disk or a read-only folder must not look like another run.
    private static bool IsHeldByAnother(IOException e) => e.GetType() == typeof(IOException) && e.HResult == 11;
}
