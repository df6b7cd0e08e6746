using System.Diagnostics;
using AudioFunctions.Audio;
using AudioFunctions.Audio.Coding;

namespace AudioFunctions.Core.Tests.Audio;

public sealed class ScratchFoldersTests : IDisposable
{
    private readonly DirectoryInfo _temp = Directory.CreateTempSubdirectory("af-scratch-");
    private readonly ScratchFolders _folders;

    public ScratchFoldersTests() => _folders = new ScratchFolders(new AudioOptions { TempFolder = _temp.FullName });

    public void Dispose() => _temp.Delete(recursive: true);

    [Fact]
    public void Folder_goes_with_all_that_is_in_it()
    {
        using (var folder = _folders.Create())
        {
            Directory.CreateDirectory(folder.PathOf("deeper"));
            File.WriteAllText(folder.PathOf("deeper/sound"), "la");
        }

        Assert.Empty(_temp.GetFileSystemInfos());
    }

    [Fact]
    public void Each_operation_has_a_folder_of_its_own_that_names_the_process()
    {
        using var one = _folders.Create();
        using var two = _folders.Create();

        Assert.NotEqual(one.Path, two.Path);
        Assert.StartsWith($"audiofunctions-{Environment.ProcessId}-", Path.GetFileName(one.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Sweep_keeps_folders_in_use_and_files_that_are_not_ours()
    {
        var other = Path.Combine(_temp.FullName, "audiofunctions-of-someone-else");
        Directory.CreateDirectory(other);
        using var used = _folders.Create();

        Assert.Equal(0, _folders.SweepDead());

        Assert.True(Directory.Exists(used.Path));
        Assert.True(Directory.Exists(other));
    }

    [Fact]
    public async Task Sweep_keeps_the_folder_of_a_live_process_and_removes_it_once_that_is_killed()
    {
        // flock is how .NET holds the lock file on Unix; util-linux has it as a program, which with -o is its only holder.
        var path = Path.Combine(_temp.FullName, "audiofunctions-1-20260101T000000-0123456789ab");
        Directory.CreateDirectory(path);
        await File.WriteAllTextAsync(Path.Combine(path, "segment-0.pcm"), "la");
        using var owner = Process.Start(new ProcessStartInfo("flock", ["-o", path + ".lock", "sh", "-c", "echo held; exec sleep 600"])
        {
            RedirectStandardOutput = true,
        })!;
        await owner.StandardOutput.ReadLineAsync();

        Assert.Equal(0, _folders.SweepDead());
        Assert.True(Directory.Exists(path));

        owner.Kill(entireProcessTree: true);
        await owner.WaitForExitAsync();
        Assert.Equal(1, _folders.SweepDead());
        Assert.Empty(_temp.GetFileSystemInfos());
    }

    [Fact]
    public void Sweep_removes_a_folder_without_a_lock_and_an_old_lock_without_a_folder()
    {
        Directory.CreateDirectory(Path.Combine(_temp.FullName, "audiofunctions-1-20260101T000000-0123456789ab"));
        var fresh = Path.Combine(_temp.FullName, "audiofunctions-2-20260101T000000-0123456789ab.lock");
        var old = Path.Combine(_temp.FullName, "audiofunctions-3-20260101T000000-0123456789ab.lock");
        File.WriteAllText(fresh, "");
        File.WriteAllText(old, "");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-1));

        Assert.Equal(1, _folders.SweepDead());

        // A fresh one may be of a process that is about to make its folder.
        Assert.Equal([fresh], _temp.GetFileSystemInfos().Select(f => f.FullName));
    }

    [Fact]
    public void Full_disk_is_told_from_other_failures()
    {
        // The one device that refuses every write as a full disk does.
        Assert.True(DiskSpace.IsExhausted(Assert.ThrowsAny<IOException>(() => File.WriteAllText("/dev/full", "la"))));
        Assert.True(DiskSpace.IsExhausted(new IOException("Windows", unchecked((int)0x80070070))));
        Assert.False(DiskSpace.IsExhausted(new FileNotFoundException()));
    }
}
