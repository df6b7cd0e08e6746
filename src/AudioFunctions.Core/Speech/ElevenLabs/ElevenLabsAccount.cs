namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>The ElevenLabs account that speech is charged to.</summary>
internal sealed class ElevenLabsAccount(ElevenLabsClient client, ElevenLabsOptions options) : ISpeechAccount
{
    public CharacterPrice Price { get; } = new ElevenLabsModel(options.ModelId).Price;

    public async Task<AccountCredits?> FindCreditsAsync(CancellationToken cancellationToken)
    {
        var answer = await client.GetSubscriptionAsync(cancellationToken);
        if (answer.Failure is { } failure)
            throw new SpeechException(failure.Code, Sentence(failure), failure.IsTransient, failure.Cause);

        return ElevenLabsSubscription.Read(answer.Body)
            ?? throw new SpeechException(
                SpeechCodes.AnswerUnusable, "ElevenLabs' answer does not say how many credits are left.", isRetryable: true);
    }

    private static string Sentence(SpeechFailure failure) => failure.ServiceCode == "missing_permissions"
        ? "The key may not read the subscription; give the ElevenLabs API key the permission user_read to see the credits left."
        : failure.Message;
}
