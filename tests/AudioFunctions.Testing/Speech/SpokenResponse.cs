using System.Text.Json.Nodes;

namespace AudioFunctions.Testing.Speech;

/// <summary>Audio with the true place of every character in it.</summary>
internal sealed record SpokenResponse(
    byte[] Audio, IReadOnlyList<string> Characters, IReadOnlyList<double> StartSeconds, IReadOnlyList<double> EndSeconds)
{
    /// <summary>As a model tells it, which may be less true.</summary>
    public SpokenResponse As(SpeechModel model) => this with
    {
        StartSeconds = [.. StartSeconds.Select(start => Math.Round(start * model.Drift, 3))],
        EndSeconds = [.. EndSeconds.Select((end, i) => Math.Round((end * model.Drift) + (i == EndSeconds.Count - 1 ? model.OverhangSeconds : 0), 3))],
    };

    public JsonObject Alignment() => new()
    {
        ["characters"] = Array(Characters),
        ["character_start_times_seconds"] = Array(StartSeconds),
        ["character_end_times_seconds"] = Array(EndSeconds),
    };

    private static JsonArray Array<T>(IEnumerable<T> values) => [.. values.Select(v => (JsonNode)JsonValue.Create(v)!)];
}
