using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Estimates;

/// <summary>Checks whether the credits left pay for a production. If that is unknown, the production may start: the speech service decides.</summary>
public sealed class ProductionBudget(ScriptEstimator estimator, VoiceProfileStore voices, ISpeechAccount account)
{
    /// <param name="reusedBeats">The ids of the beats that aren't spoken, because an earlier session's take is used.</param>
    /// <param name="takes">How many takes of each other beat are spoken.</param>
    /// <returns>Why there are certainly not enough credits, as a sentence; else null.</returns>
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
            // A voice profile was deleted after the script was read: the production reports it with the beat.
            return null;
        }
    }
}
