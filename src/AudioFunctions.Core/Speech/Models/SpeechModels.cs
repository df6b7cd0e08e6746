namespace AudioFunctions.Speech.Models;

/// <summary>The models of a speech service as known at one time. Immutable.</summary>
/// <param name="defaultId">The model of voices whose profile doesn't set one.</param>
/// <param name="find">Returns a model for every id.</param>
public sealed class SpeechModels(string defaultId, Func<string, SpeechModel> find)
{
    public SpeechModel Default { get; } = find(defaultId);

    /// <summary>A service with one model, whatever a profile says.</summary>
    public static SpeechModels Only(SpeechModel model) => new(model.Id, _ => model);

    /// <param name="id">From a voice profile, or null.</param>
    public SpeechModel Find(string? id) => id is null ? Default : find(id);
}
