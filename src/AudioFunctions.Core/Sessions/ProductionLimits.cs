namespace AudioFunctions.Sessions;

/// <summary>What a person has asked of a production while it runs.</summary>
/// <param name="IsCancelled">No further request is sent.</param>
/// <param name="CreditLimit">What all answers of the session together may have cost, or null.</param>
public readonly record struct ProductionLimits(bool IsCancelled, long? CreditLimit);
