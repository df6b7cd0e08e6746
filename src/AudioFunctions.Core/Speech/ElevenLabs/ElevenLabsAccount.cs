namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>The ElevenLabs account that speech is charged to.</summary>
internal sealed class ElevenLabsAccount(ElevenLabsClient client) : ISpeechAccount
{
    public bool IsFree => false;

    public async Task<AccountCredits?> FindCreditsAsync(CancellationToken cancellationToken)
    {
        var response = await client.GetSubscriptionAsync(cancellationToken);
        ThrowIfFailed(response, "the subscription", "user_read to see the credits left");

        return ElevenLabsSubscription.Read(response.Body)
            ?? throw new SpeechException(
                SpeechCodes.ResponseUnusable, "ElevenLabs' response doesn't say how many credits are left.", isRetryable: true);
    }

    public async Task<AvailableVoices> FindVoicesAsync(VoiceSearch search, CancellationToken cancellationToken)
    {
        var response = await client.ListVoicesAsync(search, cancellationToken);
        ThrowIfFailed(response, "the voices", "voices_read to list them");

        return ElevenLabsVoices.Read(response.Body)
            ?? throw new SpeechException(SpeechCodes.ResponseUnusable, "ElevenLabs' response isn't a list of voices.", isRetryable: true);
    }

    /// <param name="what">What was requested.</param>
    /// <param name="permission">The permission that the key needs for it, and why.</param>
    private static void ThrowIfFailed(ElevenLabsResponse response, string what, string permission)
    {
        if (response.Failure is not { } failure)
            return;
        var sentence = failure.ServiceCode == "missing_permissions"
            ? $"The key may not read {what}; give the ElevenLabs API key the permission {permission}."
            : failure.Message;
        throw new SpeechException(failure.Code, sentence, failure.IsTransient, failure.Cause);
    }
}
