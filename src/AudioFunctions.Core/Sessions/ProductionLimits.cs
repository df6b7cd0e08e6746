namespace AudioFunctions.Sessions;

/// <summary>The limits of a running production.</summary>
/// <param name="IsCancelled">Whether to send no further request.</param>
/// <param name="CreditLimit">The most that all responses of the session together may cost, or null.</param>
/// <param name="Provider">The speech provider it started with; null if no production runs, or an earlier version started it.</param>
/// <param name="Tally">What has been spent so far, or null if it hasn't been counted yet.</param>
/// <param name="CancelledTakes">The takes of cancelled regenerations; null for none.</param>
public readonly record struct ProductionLimits(
    bool IsCancelled, long? CreditLimit, string? Provider, SpendingTally? Tally = null, IReadOnlyCollection<string>? CancelledTakes = null)
{
    /// <summary>Whether to send no further request for this take, because its regeneration was cancelled.</summary>
    public bool IsTakeCancelled(string takeId) => CancelledTakes?.Contains(takeId) is true;
}

/// <summary>
/// What a session has spent, so that a run with a limit needn't count all responses before each request: what was spent before the current
/// beat, and what that beat had cost by then.
/// </summary>
public sealed record SpendingTally(string BeatId, long SpentBefore, long BeatCostBefore);

/// <param name="SpentBefore">The credits that the session had spent when the run began.</param>
/// <param name="MaxCredits">The most credits that the run may spend, or null for no limit.</param>
public sealed record RunBudget(long SpentBefore, long? MaxCredits);
