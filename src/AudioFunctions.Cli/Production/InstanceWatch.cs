using System.Diagnostics;
using AudioFunctions.Cli.Api;

namespace AudioFunctions.Cli.Production;

/// <summary>Follows a Durable instance at its status URL until it has ended.</summary>
/// <param name="folders">Folders of storage and output, whose free space is checked, because an app with a full disk retries silently.</param>
public sealed class InstanceWatch(AudioFunctionsClient client, IReadOnlyList<string> folders)
{
    /// <summary>The status asks remote clients to poll every 5 seconds; on the same machine, faster polling shows more progress.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    /// <summary>Allows for a restart of an app in another terminal, whose instances then continue.</summary>
    private static readonly TimeSpan SilenceTimeout = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan DiskCheckInterval = TimeSpan.FromSeconds(3);

    /// <summary>Returns the last status; null if there is no such instance.</summary>
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
                // Polls again below.
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }
}
