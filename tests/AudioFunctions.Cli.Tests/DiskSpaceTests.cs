using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Production;

namespace AudioFunctions.Cli.Tests;

public sealed class DiskSpaceTests
{
    [Fact]
    public void A_write_that_finds_no_space_is_told_from_other_failures()
    {
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

        Assert.True(DiskSpace.IsFull(Assert.Throws<IOException>(() => full.WriteByte(1))));
        Assert.False(DiskSpace.IsFull(Assert.Throws<FileNotFoundException>(() => File.OpenRead("/dev/none"))));
    }

    [Fact]
    public void A_disk_without_room_for_a_run_is_told_before_it_starts()
    {
        // sysfs has no space of its own: the system says that none is free.
        var failure = Assert.Throws<RunException>(() => DiskSpace.Require("/sys/not/there/yet"));

        Assert.StartsWith("Only 0 MB are free on the disk of /sys: free some space", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_has_filled_up_ends_the_wait_for_an_instance()
    {
        using var client = new AudioFunctionsClient(new Uri("http://127.0.0.1:1/"));
        var watch = new InstanceWatch(client, [Path.GetTempPath(), "/sys/not/there/yet"]);

        var failure = await Assert.ThrowsAsync<RunException>(
            () => watch.UntilEndAsync(new Uri("http://127.0.0.1:1/runtime/1"), _ => { }, CancellationToken.None));
        Assert.Equal("The disk is full: free some space, then run the same command again; the recordings made so far are kept.", failure.Message);
    }
}
