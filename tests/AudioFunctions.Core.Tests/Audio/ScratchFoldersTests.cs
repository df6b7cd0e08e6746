using System.Diagnostics;
using AudioFunctions.Audio;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Core.Tests.Speech;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioFunctions.Core.Tests.Audio;

public sealed class ScratchFoldersTests : IDisposable
{
    private readonly DirectoryInfo _temp = Directory.CreateTempSubdirectory("af-scratch-");
    private readonly ScratchFolders _folders;

    public ScratchFoldersTests() => _folders = new ScratchFolders(new AudioOptions { TempFolder = _temp.FullName }, NullLogger<ScratchFolders>.Instance);

    public void Dispose() => _temp.Delete(recursive: true);

    [Fact]
    public void Disposing_removes_the_folder_with_its_content()
    {
        using (var folder = _folders.Create())
        {
            Directory.CreateDirectory(folder.PathOf("deeper"));
            File.WriteAllText(folder.PathOf("deeper/sound"), "la");
        }

        Assert.Empty(_temp.GetFileSystemInfos());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_removed_hides_no_failure()
    {
        var logs = new LogCapture();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        var folders = new ScratchFolders(new AudioOptions { TempFolder = _temp.FullName }, factory.CreateLogger<ScratchFolders>());

        var failure = Assert.Throws<InvalidOperationException>(void () =>
        {
            using var folder = folders.Create();
            MakeTooDeep(folder.Path);
            throw new InvalidOperationException("The real reason.");
        });
        // Else the folder could not be removed after the test either.
        using (var remover = Process.Start("rm", ["-rf", .. _temp.GetDirectories().Select(folder => folder.FullName)]))
            await remover.WaitForExitAsync();

        Assert.Equal("The real reason.", failure.Message);
        Assert.Contains(logs.Entries, entry => entry.Contains("Could not clean up: folder", StringComparison.Ordinal));
    }

    /// <summary>Paths have an end, folders in folders don't: what is this deep has no path that it could be removed by.</summary>
    private void MakeTooDeep(string path)
    {
        var deep = Path.Combine([.. Enumerable.Repeat(new string('d', 200), 15)]);
        var upper = Directory.CreateDirectory(Path.Combine(path, deep));
        var lower = Path.Combine(_temp.FullName, "lower");
        Directory.CreateDirectory(Path.Combine(lower, deep));
        Directory.Move(lower, Path.Combine(upper.FullName, "lower"));
    }

    [Fact]
    public void Each_operation_has_its_own_folder_with_the_process_in_its_name()
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
        // .NET locks files with flock on Unix. The program flock of util-linux does too, and with -o it is the only process that holds the lock.
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

        // A new lock may belong to a process that is about to create its folder.
        Assert.Equal([fresh], _temp.GetFileSystemInfos().Select(f => f.FullName));
    }

    [Fact]
    public void A_full_disk_is_distinguished_from_other_failures()
    {
        // This device fails every write like a full disk.
        Assert.True(DiskSpace.IsExhausted(Assert.ThrowsAny<IOException>(() => File.WriteAllText("/dev/full", "la"))));
        Assert.True(DiskSpace.IsExhausted(new IOException("Windows", unchecked((int)0x80070070))));
        Assert.False(DiskSpace.IsExhausted(new FileNotFoundException()));
    }
}
