namespace AudioFunctions.Speech.Offline;

/// <summary>The offline voice costs nothing.</summary>
internal sealed class FreeAccount : ISpeechAccount
{
    public bool IsFree => true;

    public Task<AccountCredits?> FindCreditsAsync(CancellationToken cancellationToken) => Task.FromResult<AccountCredits?>(null);

    /// <summary>None: each character gets its own voice automatically.</summary>
    public Task<AvailableVoices> FindVoicesAsync(VoiceSearch search, CancellationToken cancellationToken) =>
        Task.FromResult(new AvailableVoices([], null));
}
