using AudioFunctions.FileDrop;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AudioFunctions.Tests.FileDrop;

/// <summary>What the function does because the host doesn't.</summary>
public sealed class DroppedFileTests
{
    [Theory]
    [InlineData("els-drop", "one.els", "one")]
    [InlineData("els-drop", "monday/twice.els.els", "monday/twice.els")]
    [InlineData("els-drop", "notes.txt", null)]
    [InlineData("els-drop", "LOUD.ELS", null)]
    [InlineData("els-drop", "one.els.txt", null)]
    [InlineData("els-drop", ".els", null)]
    [InlineData("els-reports", "one.els", null)]
    [InlineData("els-drop2", "one.els", null)]
    public void Only_a_script_in_the_drop_has_a_name(string container, string blob, string? name) =>
        Assert.Equal(name, DroppedFile.NameOf(new BlobClient("UseDevelopmentStorage=true", container, blob)));

    [Theory]
    [InlineData(0, "")]
    [InlineData(5, "1 2 2")]
    [InlineData(60, "1 2 4 8 16 29")]
    [InlineData(100, "1 2 4 8 16 30 30 9")]
    public void Delays_double_and_add_up_to_the_configured_time(int seconds, string waits) =>
        Assert.Equal(waits, string.Join(' ', DropRetry.Waits(TimeSpan.FromSeconds(seconds)).Select(wait => wait.TotalSeconds)));

    [Fact]
    public async Task Delay_ends_when_the_host_stops()
    {
        using var stop = new CancellationTokenSource();
        var failed = new TaskCompletionSource();
        var run = Retry(600).RunAsync(
            _ =>
            {
                failed.TrySetResult();
                throw new InvalidOperationException("The storage is down.");
            },
            stop.Token);
        await failed.Task;

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => run.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.True(run.IsCompleted);
    }

    [Fact]
    public async Task Persistent_failure_is_rethrown()
    {
        var tries = 0;
        var failure = new InvalidOperationException("The storage is down.");

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Retry(1).RunAsync(
            _ =>
            {
                tries++;
                throw failure;
            },
            default));

        Assert.Same(failure, thrown);
        Assert.Equal(2, tries);
    }

    private static DropRetry Retry(int seconds) =>
        new(Options.Create(new DropOptions { RetrySeconds = seconds }), TimeProvider.System, NullLogger<DropRetry>.Instance);
}
