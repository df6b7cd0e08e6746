using AudioFunctions.Scripts;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Speech;

/// <summary>The context for reading a script: the characters with a voice, and the settings that their models ignore.</summary>
public sealed class ScriptContexts(VoiceProfileStore voices, ISpeechService speech)
{
    /// <param name="projectName">The project of the request, or null.</param>
    public async Task<ScriptContext> FindAsync(string? projectName, CancellationToken cancellationToken) =>
        await ForAsync(await voices.ListAsync(cancellationToken), projectName, cancellationToken);

    /// <param name="profiles">All profiles.</param>
    /// <inheritdoc cref="FindAsync"/>
    public async Task<ScriptContext> ForAsync(IEnumerable<VoiceProfile> profiles, string? projectName, CancellationToken cancellationToken)
    {
        var models = await speech.FindModelsAsync(cancellationToken);
        var modelOf = profiles.ToDictionary(profile => profile.Character, profile => models.Find(profile.ModelId), StringComparer.OrdinalIgnoreCase);
        return new ScriptContext(modelOf.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase), projectName)
        {
            ModelsWithoutStyle = IdsWhere(model => !model.HasStyle),
            ModelsWithThreeStabilities = IdsWhere(model => model.HasThreeStabilities),
        };

        Dictionary<string, string> IdsWhere(Predicate<SpeechModel> isMeant) => modelOf.Where(voice => isMeant(voice.Value))
            .ToDictionary(voice => voice.Key, voice => voice.Value.Id, StringComparer.OrdinalIgnoreCase);
    }
}
