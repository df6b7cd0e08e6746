namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>The ElevenLabs account that speech is charged to.</summary>
internal sealed class ElevenLabsAccount(ElevenLabsClient client) : ISpeechAccount
{
    public bool IsFree => false;

    public async Task<AccountCredits?> FindCreditsAsync(CancellationToken cancellationToken)
    {
        var answer = await client.GetSubscriptionAsync(cancellationToken);
        ThrowIfFailed(answer, "the subscription", "user_read to see the credits left");

        return ElevenLabsSubscription.Read(answer.Body)
            ?? throw new SpeechException(
                SpeechCodes.AnswerUnusable, "ElevenLabs' answer does not say how many credits are left.", isRetryable: true);
    }

    public async Task<AvailableVoices> FindVoicesAsync(VoiceSearch search, CancellationToken cancellationToken)
    {
        var answer = await client.ListVoicesAsync(search, cancellationToken);
        ThrowIfFailed(answer, "the voices", "voices_read to list them");

        return ElevenLabsVoices.Read(answer.Body)
            ?? throw new SpeechException(SpeechCodes.AnswerUnusable, "ElevenLabs' answer is no list of voices.", isRetryable: true);
    }

    /// <param name="what">What was to be read.</param>
    /// <param name="permission">What the key needs for it, and why.</param>
    private static void ThrowIfFailed(ElevenLabsResponse answer, string what, string permission)
    {
        if (answer.Failure is not { } failure)
            return;
        var sentence = failure.ServiceCode == "missing_permissions"
            ? $"The key may not read {what}; give the ElevenLabs API key the permission {permission}."
            : failure.Message;
        throw new SpeechException(failure.Code, sentence, failure.IsTransient, failure.Cause);
    }
}
