namespace AudioFunctions.Speech.Models;

/// <summary>The models of a speech service as they are known at one moment. Immutable.</summary>
/// <param name="defaultId">Of voices whose profile names no model.</param>
/// <param name="find">Has an answer for every id.</param>
public sealed class SpeechModels(string defaultId, Func<string, SpeechModel> find)
{
    public SpeechModel Default { get; } = find(defaultId);

    /// <summary>A service with one model, whatever a profile names.</summary>
    public static SpeechModels Only(SpeechModel model) => new(model.Id, _ => model);

    /// <param name="id">Of a voice profile, or null.</param>
    public SpeechModel Find(string? id) => id is null ? Default : find(id);
}
