namespace AudioFunctions.Cli.Supervision;

/// <summary>A lock that one run holds at a time. The system releases it when the process ends, in whatever way.</summary>
public sealed class FileLock : IDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Null if another run holds it. Creates the folder.</summary>
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

    /// <summary>Waits for the lock, for work that takes milliseconds, such as reading and then writing a file.</summary>
    public static FileLock TakeTurn(string path)
    {
        FileLock? turn = null;
        SpinWait.SpinUntil(() => (turn = TryTake(path)) is not null);
        return turn!;
    }

    /// <summary>Waits for the lock, for longer work.</summary>
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

    // EWOULDBLOCK from flock(2); a full disk or a read-only folder doesn't count as held by another run.
    private static bool IsHeldByAnother(IOException e) => e.GetType() == typeof(IOException) && e.HResult == 11;
}
