namespace LocalRuntime.DurableTask;

/// <summary>Starts an instance under an id that may be taken.</summary>
internal static class InstanceStart
{
    /// <param name="isSame">Whether what goes by the id already is the very thing to be started.</param>
    /// <returns>The instance, new or the same; null when another one goes by the id and has not finished.</returns>
    public static async Task<InstanceState?> RunAsync(
        InstanceStore instances, InstanceState start, Func<InstanceState, bool> isSame, CancellationToken cancellationToken)
    {
        InstanceState? replaces = null;
        while (true)
        {
            var stored = await instances.StartAsync(start, replaces, cancellationToken);
            if (stored is not null && (stored.ExecutionId == start.ExecutionId || isSame(stored)))
                return stored;
            if (stored is { IsFinished: false })
                return null;
            // A finished one makes room; one that is gone meanwhile has.
            replaces = stored;
        }
    }
}
