using System.Text.Json;
using System.Text.Json.Serialization;

namespace AudioFunctions.Cli.Api;

/// <summary>Answer to a start request: the Durable check-status payload (camelCase) and the product's session id.</summary>
public sealed record StartedProduction(
    [property: JsonPropertyName("statusQueryGetUri")] Uri StatusQueryGetUri,
    [property: JsonPropertyName("session_id")] string? SessionId);

/// <param name="MaxCredits">How many credits may be spent on what is missing, or null.</param>
/// <param name="Takes">How many takes of each beat to speak, or null.</param>
/// <param name="AutoRetakes">How often to speak a beat once more whose take is suspect, or null.</param>
public sealed record ContinueRequest(
    int? MaxCredits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Takes = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? AutoRetakes = null);

/// <summary>A Durable Functions status: <paramref name="Output"/> is a production's output, or a sentence if it failed.</summary>
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

/// <param name="Beat">1-based number of the beat that is being spoken.</param>
public sealed record ProductionProgress(string? Stage, int Beat, int Of, string? BeatId, int Failed);

/// <summary>A script's beats, as far as progress shows them.</summary>
public sealed record ScriptOutline(string VideoTitle, IReadOnlyList<OutlineBeat> Beats);

public sealed record OutlineBeat(string BeatId, string BeatName, string Character);

/// <summary>What a script would take and cost.</summary>
/// <param name="Credits">Those left; null for the offline voice, and if the service could not say.</param>
public sealed record ScriptEstimate(EstimateTotal Total, CreditsLeft? Credits);

public sealed record EstimateTotal(int Characters, long ExpectedDurationMs, long ExpectedCredits);

public sealed record CreditsLeft(long Remaining);

/// <summary>What a production came to.</summary>
public sealed record ProductionOutput(
    string SessionId,
    string VideoTitle,
    IReadOnlyList<ProducedBeat> Beats,
    long TotalDurationMs,
    string Summary);

/// <summary>Answer of <c>GET sessions/{id}</c>.</summary>
public sealed record Session(string SessionId, string VideoTitle, string Status, IReadOnlyList<ProducedBeat> Beats, long TotalDurationMs)
{
    public bool IsProduced => Status is not ("draft" or "generating");
}

/// <summary>A beat with takes, or with the error that kept it from having any.</summary>
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
    /// <summary>Null if the service did not say, and in a production's output, which does not have it.</summary>
    public int? BilledCharacters { get; init; }

    /// <summary>Null if it was spoken.</summary>
    public ReusedTake? ReusedFrom { get; init; }
}

/// <summary>The take of another session that a take is a copy of.</summary>
public sealed record ReusedTake(string SessionId);

public sealed record BeatError(string Code, string Message);

/// <summary>What an export is to make beside the MP3s.</summary>
/// <param name="Loudness">One of <see cref="LoudnessNames"/>; null: as it was spoken.</param>
public sealed record ExportWish(string? Loudness, bool Wav, bool Stems)
{
    public static IReadOnlyList<string> LoudnessNames { get; } = ["off", "short-video", "podcast", "ebu"];
}

/// <summary>What an export came to.</summary>
public sealed record ExportOutput(IReadOnlyList<string> ExportedFiles);

/// <summary>An export's <c>manifest.json</c>, as far as it names the files that belong to it.</summary>
public sealed record ExportManifest(
    string? SessionId,
    IReadOnlyList<ManifestFile>? Files,
    IReadOnlyList<ManifestFile>? Wav = null,
    IReadOnlyList<ManifestFile>? Stems = null,
    ManifestFile? Labels = null,
    ExportLoudness? Loudness = null);

/// <param name="Quality">What was heard of the take; null for one made before takes were judged.</param>
public sealed record ManifestFile(string? File, string? BeatId = null, TakeQuality? Quality = null);

public sealed record ExportLoudness(LoudnessLevels Before, LoudnessLevels After);

/// <summary>What was measured; null if there was nothing to measure.</summary>
public sealed record LoudnessLevels(double? Lufs, double? TruePeakDbtp);

/// <param name="Verdict"><c>good</c> or <c>suspect</c>.</param>
/// <param name="Reasons">Why it is suspect.</param>
public sealed record TakeQuality(string Verdict, IReadOnlyList<string> Reasons)
{
    public bool IsSuspect => Verdict == "suspect";
}

/// <summary>A voice profile, as it is listed and added.</summary>
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
[JsonSerializable(typeof(ExportWish))]
[JsonSerializable(typeof(ExportOutput))]
[JsonSerializable(typeof(ExportManifest))]
[JsonSerializable(typeof(Validation))]
[JsonSerializable(typeof(Voice))]
[JsonSerializable(typeof(VoiceList))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ApiJson : JsonSerializerContext;
