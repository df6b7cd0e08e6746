using System.Diagnostics;
using AudioFunctions.Cli.Api;

namespace AudioFunctions.Cli.Production;

/// <summary>Follows a Durable instance at its status URL until it has ended.</summary>
/// <param name="folders">Storage and output: an app whose disk fills up tries for long, and says nothing.</param>
public sealed class InstanceWatch(AudioFunctionsClient client, IReadOnlyList<string> folders)
{
    /// <summary>The status asks remote clients for 5 seconds between two looks; on the same machine the user wants to see more.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    /// <summary>An app in another terminal may be started anew meanwhile; its instances go on.</summary>
    private static readonly TimeSpan SilenceTimeout = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan DiskCheckInterval = TimeSpan.FromSeconds(3);

    /// <summary>The last status; null if there is no such instance.</summary>
    /// <exception cref="RunException">A disk is full.</exception>
    public async Task<InstanceStatus?> UntilEndAsync(Uri statusUri, Action<InstanceStatus> onStatus, CancellationToken cancellationToken)
    {
        var lastAnswer = Stopwatch.GetTimestamp();
        long? lastDiskCheck = null;
        while (true)
        {
            if (lastDiskCheck is not { } last || Stopwatch.GetElapsedTime(last) > DiskCheckInterval)
            {
                lastDiskCheck = Stopwatch.GetTimestamp();
                foreach (var folder in folders)
                {
                    DiskSpace.RequireFloor(folder);
                }
            }

            try
            {
                if (await client.GetStatusAsync(statusUri, cancellationToken) is not { } status)
                    return null;

                lastAnswer = Stopwatch.GetTimestamp();
                onStatus(status);
                if (status.HasEnded)
                    return status;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(lastAnswer) < SilenceTimeout)
            {
                // Asked again below.
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }
}
