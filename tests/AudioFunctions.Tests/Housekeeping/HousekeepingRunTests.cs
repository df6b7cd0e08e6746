using System.Net;
using AudioFunctions.Housekeeping;
using Azure;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioFunctions.Tests.Housekeeping;

public sealed class HousekeepingRunTests
{
    [Fact]
    public async Task A_run_ends_when_storage_fails_five_times_in_a_row()
    {
        var outage = new RequestFailedException((int)HttpStatusCode.ServiceUnavailable, "down");

        Assert.Equal(5, await TryAllAsync(number => number > 1 ? throw outage : true) - 1);
        // A success in between shows that storage is up.
        Assert.Equal(20, await TryAllAsync(number => number % 3 > 0 ? throw outage : true));
    }

    [Fact]
    public async Task Things_that_cannot_be_removed_do_not_stop_the_others() =>
        Assert.Equal(20, await TryAllAsync(_ => throw new InvalidOperationException("broken")));

    [Fact]
    public async Task A_run_ends_when_it_has_removed_as_many_as_it_may() => Assert.Equal(7, await TryAllAsync(_ => true, max: 7));

    /// <returns>How many of 20 things the run tried to remove.</returns>
    private static async Task<int> TryAllAsync(Func<int, bool> remove, int max = 100)
    {
        var tried = 0;
        using var run = new HousekeepingRun("thing", max, NullLogger.Instance);
        while (tried < 20 && !run.IsOver)
        {
            var number = ++tried;
            await run.TryAsync($"{number}", () => Task.FromResult(remove(number)), CancellationToken.None);
        }

        return tried;
    }
}
