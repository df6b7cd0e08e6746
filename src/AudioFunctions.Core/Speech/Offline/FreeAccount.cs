namespace AudioFunctions.Speech.Offline;

/// <summary>The offline voice costs nothing.</summary>
internal sealed class FreeAccount : ISpeechAccount
{
    public bool IsFree => true;

    public Task<AccountCredits?> FindCreditsAsync(CancellationToken cancellationToken) => Task.FromResult<AccountCredits?>(null);

    /// <summary>It makes a voice of its own for each character.</summary>
    public Task<AvailableVoices> FindVoicesAsync(VoiceSearch search, CancellationToken cancellationToken) =>
        Task.FromResult(new AvailableVoices([], null));
}
