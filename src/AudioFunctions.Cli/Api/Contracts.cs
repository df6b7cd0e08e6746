using System.Text.Json;
using System.Text.Json.Serialization;

namespace AudioFunctions.Cli.Api;

/// <summary>Response to a start request: the Durable check-status payload (camelCase) and the product's session id.</summary>
public sealed record StartedProduction(
    [property: JsonPropertyName("statusQueryGetUri")] Uri StatusQueryGetUri,
    [property: JsonPropertyName("session_id")] string? SessionId);

/// <param name="MaxCredits">How many credits may be spent on the missing beats, or null.</param>
/// <param name="Takes">How many takes of each beat to speak, or null.</param>
/// <param name="AutoRetakes">How many more takes to speak of a beat whose take is suspect, or null.</param>
public sealed record ContinueRequest(
    int? MaxCredits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Takes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? AutoRetakes = null);

/// <summary>A Durable Functions status: <paramref name="Output"/> is a production's output, or an error message if it failed.</summary>
public sealed record InstanceStatus(
    [property: JsonPropertyName("runtimeStatus")] string RuntimeStatus,
    [property: JsonPropertyName("customStatus")] JsonElement CustomStatus,
    [property: JsonPropertyName("output")] JsonElement Output)
{
    public bool HasEnded => RuntimeStatus is "Completed" or "Failed" or "Terminated" or "Canceled";

    public bool HasCompleted => RuntimeStatus == "Completed";

    public ProductionProgress? Progress => CustomStatus.ValueKind == JsonValueKind.Object
        ? CustomStatus.Deserialize(ApiJson.Default.ProductionProgress)
        : null;

    public ProductionOutput ReadOutput() => Output.Deserialize(ApiJson.Default.ProductionOutput)!;

    public ExportOutput ReadExport() => Output.Deserialize(ApiJson.Default.ExportOutput)!;

    /// <summary>Why it ended without completing.</summary>
    public string Reason => Output.ValueKind == JsonValueKind.String ? Output.GetString()! : RuntimeStatus;
}

/// <param name="Beat">1-based number of the current beat.</param>
public sealed record ProductionProgress(string? Stage, int Beat, int Of, string? BeatId, int Failed);

/// <summary>The parts of a script's beats that the progress shows.</summary>
public sealed record ScriptOutline(string VideoTitle, IReadOnlyList<OutlineBeat> Beats);

public sealed record OutlineBeat(string BeatId, string BeatName, string Character);

/// <summary>The expected length and cost of a script.</summary>
/// <param name="Credits">The credits left; null for the offline voice, and if they are unknown.</param>
public sealed record ScriptEstimate(EstimateTotal Total, IReadOnlyList<EstimatedVoice> Voices, CreditsLeft? Credits);

/// <param name="ExpectedDurationMs">Including the beats that are reused.</param>
public sealed record EstimateTotal(int Characters, long ExpectedDurationMs, long ExpectedCredits);

public sealed record EstimatedVoice(string Character);

public sealed record CreditsLeft(long Remaining);

/// <summary>The result of a production.</summary>
public sealed record ProductionOutput(
    string SessionId,
    string VideoTitle,
    IReadOnlyList<ProducedBeat> Beats,
    long TotalDurationMs,
    string Summary);

/// <summary>Response of <c>GET sessions/{id}</c>.</summary>
public sealed record Session(string SessionId, string VideoTitle, string Status, IReadOnlyList<ProducedBeat> Beats, long TotalDurationMs)
{
    public bool IsProduced => Status is not ("draft" or "generating");
}

/// <summary>A beat with takes, or with the error because of which it has none.</summary>
public sealed record ProducedBeat(
    string BeatId,
    string? Character,
    IReadOnlyList<ProducedTake>? Takes,
    string? SelectedTakeId,
    BeatError? Error)
{
    public bool IsMade => Takes is { Count: > 0 };

    public ProducedTake? Selected => Takes?.FirstOrDefault(t => t.TakeId == SelectedTakeId);
}

public sealed record ProducedTake(string TakeId, long AudioDurationMs)
{
    /// <summary>Null if the speech service didn't return it, and in a production's output, which doesn't contain it.</summary>
    public int? BilledCharacters { get; init; }

    /// <summary>Null if it was spoken.</summary>
    public ReusedTake? ReusedFrom { get; init; }
}

/// <summary>The take of another session that this take was copied from.</summary>
public sealed record ReusedTake(string SessionId);

public sealed record BeatError(string Code, string Message);

/// <summary>What to export besides the MP3s.</summary>
/// <param name="Loudness">One of <see cref="LoudnessNames"/>; null for no change.</param>
public sealed record ExportOptions(string? Loudness, bool Wav, bool Stems)
{
    public static IReadOnlyList<string> LoudnessNames { get; } = ["off", "short-video", "podcast", "ebu"];
}

/// <summary>The result of an export.</summary>
public sealed record ExportOutput(IReadOnlyList<string> ExportedFiles);

/// <summary>The parts of an export's <c>manifest.json</c> that this command reads.</summary>
public sealed record ExportManifest(
    string? SessionId,
    IReadOnlyList<ManifestFile>? Files,
    IReadOnlyList<ManifestFile>? Wav = null,
    IReadOnlyList<ManifestFile>? Stems = null,
    ManifestFile? Labels = null,
    ExportLoudness? Loudness = null);

/// <param name="Quality">Null for a take that is older than the quality check.</param>
/// <param name="Warnings">The take's; null for the other files.</param>
public sealed record ManifestFile(string? File, string? BeatId = null, TakeQuality? Quality = null, IReadOnlyList<string>? Warnings = null);

public sealed record ExportLoudness(LoudnessLevels Before, LoudnessLevels After);

/// <summary>Measured levels; null if there was nothing to measure.</summary>
public sealed record LoudnessLevels(double? Lufs, double? TruePeakDbtp);

/// <param name="Verdict"><c>good</c> or <c>suspect</c>.</param>
/// <param name="Reasons">Why it is suspect.</param>
public sealed record TakeQuality(string Verdict, IReadOnlyList<string> Reasons)
{
    public bool IsSuspect => Verdict == "suspect";
}

/// <summary>A voice profile, in the list and when added.</summary>
public sealed record Voice(
    string Character, string DisplayName, string VoiceId, double Stability, double SimilarityBoost, double Style, double Speed);

public sealed record VoiceList(IReadOnlyList<Voice> Voices);

/// <summary>RFC 9457, with the product's code.</summary>
public sealed record Problem(string? Title, string? Detail, string? Code);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StartedProduction))]
[JsonSerializable(typeof(InstanceStatus))]
[JsonSerializable(typeof(ProductionProgress))]
[JsonSerializable(typeof(ScriptOutline))]
[JsonSerializable(typeof(ScriptEstimate))]
[JsonSerializable(typeof(ContinueRequest))]
[JsonSerializable(typeof(ProductionOutput))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(ExportOptions))]
[JsonSerializable(typeof(ExportOutput))]
[JsonSerializable(typeof(ExportManifest))]
[JsonSerializable(typeof(Validation))]
[JsonSerializable(typeof(Voice))]
[JsonSerializable(typeof(VoiceList))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ApiJson : JsonSerializerContext;
