namespace AudioFunctions.Sessions;

/// <summary>What holds for a production while it runs.</summary>
/// <param name="IsCancelled">No further request is sent.</param>
/// <param name="CreditLimit">What all answers of the session together may have cost, or null.</param>
/// <param name="Provider">The speech provider that it was begun with; null if none runs, or an earlier version began it.</param>
/// <param name="Tally">What has been spent so far, or null if nobody has counted yet.</param>
public readonly record struct ProductionLimits(bool IsCancelled, long? CreditLimit, string? Provider, SpendingTally? Tally = null);

/// <summary>
/// What a session has spent, so that a request of a limited run need not count all its answers: what was spent before the beat that is being
/// spoken, and what that beat had cost by then.
/// </summary>
public sealed record SpendingTally(string BeatId, long SpentBefore, long BeatCostBefore);
