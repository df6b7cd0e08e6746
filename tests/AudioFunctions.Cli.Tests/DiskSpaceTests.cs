using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Production;

namespace AudioFunctions.Cli.Tests;

public sealed class DiskSpaceTests
{
    [Fact]
    public void A_full_disk_is_distinguished_from_other_failures()
    {
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

        Assert.True(DiskSpace.IsFull(Assert.Throws<IOException>(() => full.WriteByte(1))));
        Assert.False(DiskSpace.IsFull(Assert.Throws<FileNotFoundException>(() => File.OpenRead("/dev/none"))));
    }

    [Fact]
    public void A_disk_with_too_little_space_is_reported_before_the_run_starts()
    {
        // sysfs reports no free space.
        var failure = Assert.Throws<RunException>(() => DiskSpace.Require("/sys/not/there/yet"));

        Assert.StartsWith("Only 0 MB are free on the disk of /sys: free some space", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_ends_the_wait_for_an_instance()
    {
        using var client = new AudioFunctionsClient(new Uri("http://127.0.0.1:1/"));
        var watch = new InstanceWatch(client, [Path.GetTempPath(), "/sys/not/there/yet"]);

        var failure = await Assert.ThrowsAsync<RunException>(
            () => watch.UntilEndAsync(new Uri("http://127.0.0.1:1/runtime/1"), _ => { }, CancellationToken.None));
        Assert.Equal("The disk is full: free some space, then run the same command again; the recordings made so far are kept.", failure.Message);
    }
}
