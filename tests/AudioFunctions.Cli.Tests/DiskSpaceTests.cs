using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Export;
using AudioFunctions.Cli.Production;

namespace AudioFunctions.Cli.Tests;

public sealed class DiskSpaceTests
{
    [Fact]
    public void A_full_disk_is_distinguished_from_other_failures()
    {
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

        Assert.True(DiskSpace.IsFull(Assert.Throws<IOException>(() => full.WriteByte(1))));
        Assert.True(DiskSpace.IsFull(new IOException("Disk quota exceeded", hresult: 122)));
        Assert.False(DiskSpace.IsFull(Assert.Throws<FileNotFoundException>(() => File.OpenRead("/dev/none"))));
    }

    [Fact]
    public void A_disk_with_too_little_space_is_reported_before_the_run_starts()
    {
        // sysfs reports no free space.
        var failure = Assert.Throws<RunException>(() => DiskSpace.Require("/sys/not/there/yet"));

        Assert.StartsWith("Only 0 MB are free on the disk of /sys: free some space", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false, 1, 16, 92)]
    [InlineData(true, false, 3, 280, 508)]
    [InlineData(true, true, 1, 545, 621)]
    public void A_run_needs_space_for_its_takes_and_its_export(bool wav, bool stems, int takes, int exportMegabytes, int localMegabytes)
    {
        var estimate = new ScriptEstimate(
            new EstimateTotal(15_000, 1_000_000, 0), [new EstimatedVoice("chad"), new EstimatedVoice("whale"), new EstimatedVoice("chad")], Credits: null);
        var space = new ExportSpace("/sys/a", "/sys/b", new ExportOptions(null, wav, stems), takes);

        Assert.Equal((exportMegabytes, localMegabytes), (space.ExportBytes(estimate) / 1_000_000, space.LocalBytes(estimate) / 1_000_000));
        Assert.Throws<RunException>(() => space.Require(estimate));
        Assert.True(DiskSpace.AreOnOneDisk("/sys/a", "/sys/b"));
        Assert.False(DiskSpace.AreOnOneDisk("/sys/a", Path.GetTempPath()));
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
