namespace AudioFunctions.Sessions;

/// <summary>What holds for a production while it runs.</summary>
/// <param name="IsCancelled">No further request is sent.</param>
/// <param name="CreditLimit">What all answers of the session together may have cost, or null.</param>
/// <param name="Provider">The speech provider that it was begun with; null if none runs, or an earlier version began it.</param>
public readonly record struct ProductionLimits(bool IsCancelled, long? CreditLimit, string? Provider);
