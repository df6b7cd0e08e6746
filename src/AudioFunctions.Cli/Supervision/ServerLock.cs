namespace AudioFunctions.Cli.Supervision;

/// <summary>Held by the one run of a checkout that has started storage and host. The system releases it with the process, however that ends.</summary>
public sealed class ServerLock : IDisposable
{
    private readonly FileStream _file;

    private ServerLock(FileStream file) => _file = file;

    /// <summary>Null where another run holds it.</summary>
    public static ServerLock? TryTake(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new ServerLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (IsHeldByAnother(e))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    // EWOULDBLOCK of flock(2); a full disk or a read-only folder must not look like another run.
    private static bool IsHeldByAnother(IOException e) => e.GetType() == typeof(IOException) && e.HResult == 11;
}
