using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Estimates;

/// <summary>Whether a production can be paid for. Where that cannot be known, it can: the speech service has the last word.</summary>
public sealed class ProductionBudget(ScriptEstimator estimator, VoiceProfileStore voices, ISpeechAccount account)
{
    /// <param name="reusedBeats">The ids of the beats that are not spoken.</param>
    /// <param name="takes">How often each of the others is spoken.</param>
    /// <returns>The sentence that says why there are surely not enough credits, or null.</returns>
    public async Task<string?> FindShortageAsync(
        Script script, IReadOnlyCollection<string> reusedBeats, int takes, CancellationToken cancellationToken)
    {
        if (account.IsFree)
            return null;

        try
        {
            var profiles = await voices.ByCharacterAsync(cancellationToken);
            return (await estimator.EstimateAsync(script, profiles, reusedBeats, RegenerateSettings.None, takes, cancellationToken)).CannotBePaid;
        }
        catch (SpeechException)
        {
            // A voice profile went since the script was read: the production says so with the beat.
            return null;
        }
    }
}
