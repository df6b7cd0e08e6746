namespace AudioFunctions.Sessions;

/// <summary>The limits of a running production.</summary>
/// <param name="IsCancelled">Whether to send no further request.</param>
/// <param name="CreditLimit">The most that all responses of the session together may cost, or null.</param>
/// <param name="Provider">The speech provider it started with; null if no production runs, or an earlier version started it.</param>
/// <param name="Tally">What has been spent so far, or null if it hasn't been counted yet.</param>
public readonly record struct ProductionLimits(bool IsCancelled, long? CreditLimit, string? Provider, SpendingTally? Tally = null);

/// <summary>
/// What a session has spent, so that a run with a limit needn't count all responses before each request: what was spent before the current
/// beat, and what that beat had cost by then.
/// </summary>
public sealed record SpendingTally(string BeatId, long SpentBefore, long BeatCostBefore);
