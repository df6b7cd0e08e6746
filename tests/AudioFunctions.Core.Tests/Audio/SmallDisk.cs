using System.Diagnostics;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>A small file system.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Null if the user isn't allowed to mount.</summary>
    public static async Task<SmallDisk?> MountAsync(int sizeKb)
    {
        var folder = Directory.CreateTempSubdirectory("af-disk-");
        if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={sizeKb}k", "tmpfs", folder.FullName))
            return new SmallDisk(folder.FullName);
        folder.Delete();
        return null;
    }

    public void Dispose()
    {
        // Lazily, because a child that another test has just forked may still have one of its files open.
        RunAsync("umount", "--lazy", Path).GetAwaiter().GetResult();
        Directory.Delete(Path);
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
