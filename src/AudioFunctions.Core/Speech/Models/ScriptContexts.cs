using AudioFunctions.Scripts;
using AudioFunctions.Voices;

namespace AudioFunctions.Speech.Models;

/// <summary>What a script is read against: the characters that have a voice, and what has no effect on the models that speak them.</summary>
public sealed class ScriptContexts(VoiceProfileStore voices, ISpeechService speech)
{
    /// <param name="projectName">The request's, or null.</param>
    public async Task<ScriptContext> FindAsync(string? projectName, CancellationToken cancellationToken) =>
        await ForAsync(await voices.ListAsync(cancellationToken), projectName, cancellationToken);

    /// <param name="profiles">All there are.</param>
    /// <inheritdoc cref="FindAsync"/>
    public async Task<ScriptContext> ForAsync(IEnumerable<VoiceProfile> profiles, string? projectName, CancellationToken cancellationToken)
    {
        var models = await speech.FindModelsAsync(cancellationToken);
        var modelOf = profiles.ToDictionary(profile => profile.Character, profile => models.Find(profile.ModelId), StringComparer.OrdinalIgnoreCase);
        return new ScriptContext(modelOf.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase), projectName)
        {
            ModelsWithoutStyle = modelOf.Where(voice => !voice.Value.HasStyle)
                .ToDictionary(voice => voice.Key, voice => voice.Value.Id, StringComparer.OrdinalIgnoreCase),
        };
    }
}
