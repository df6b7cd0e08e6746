using System.Text.Json.Serialization;
using AudioFunctions.Audio;
using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>What a take will contain, fixed before its first request to the speech service.</summary>
/// <param name="CreatedAt">No request for the take was sent before this time.</param>
/// <param name="Overrides">The settings of a regenerate request; null if there were none, and in older plans.</param>
/// <param name="Warnings">What will not be spoken as requested; null in older plans.</param>
/// <param name="ReusedFrom">The take of another session whose speech this one copies; null if it was spoken for this take.</param>
/// <param name="FailedTakeId">The last failed take of the beat before this one; see <see cref="FailedTakes"/>. Null if there is none.</param>
/// <param name="Pronunciations">The pronunciation rules that apply to it; null in older plans.</param>
public sealed record TakePlan(
    PauseMode PauseMode,
    string? Direction,
    IReadOnlyList<SpeechSegment> Segments,
    DateTimeOffset CreatedAt,
    RegenerateSettings? Overrides = null,
    ReusedTake? ReusedFrom = null,
    IReadOnlyList<string>? Warnings = null,
    string? FailedTakeId = null,
    IReadOnlyList<AppliedPronunciation>? Pronunciations = null)
{
    /// <summary>The beat's wording that it speaks; see <see cref="OutlinedBeat"/>. Null is the first wording.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Wording { get; init; }

    /// <summary>The durable instance that makes the take; see <see cref="AbandonedTakes"/>. Null in older plans, and for a take that is copied.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? InstanceId { get; init; }

    /// <summary>The line that was spoken again to make it; null if all lines were spoken for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TakeLine? RetakeOf { get; init; }

    /// <summary>For each segment, which segment of the take in <see cref="RetakeOf"/> has its response; null for a segment that is spoken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int?>? Sources { get; init; }

    /// <summary>All lines that were spoken again since the whole beat was spoken, in that order; null if there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RetakenLine>? RetakenLines { get; init; }

    /// <summary>The dialogues that speak its segments, in order.</summary>
    [JsonIgnore]
    public IEnumerable<SpeechSegment> Dialogues => Segments.Select(segment => segment.Dialogue).OfType<SpeechSegment>().DistinctBy(one => one.Index);

    /// <summary>Whether a segment uses the response of a stored take.</summary>
    public bool IsStored(int segment) => Sources?[segment] is not null;

    /// <summary>The plan of a further take. Stored responses keep the seeds that they were requested with.</summary>
    public TakePlan WithSeedOffset(int offset) =>
        this with { Segments = [.. Segments.Select((segment, index) => IsStored(index) ? segment : segment.WithSeedOffset(offset))] };

    /// <summary>Whether its models still sound as they did.</summary>
    public bool SoundsAs(SpeechModels models) =>
        Segments.All(segment => segment.Model?.SoundVersion == models.Find(segment.Model?.Id).SoundVersion);

    /// <param name="profiles">By normalized character.</param>
    /// <exception cref="SpeechException"><c>voice-profile-missing</c>.</exception>
    public static TakePlan For(
        Beat beat,
        PauseMode pauseMode,
        IReadOnlyDictionary<string, VoiceProfile> profiles,
        RegenerateSettings? overrides,
        SpeechModels models,
        Pronouncer pronouncer,
        DateTimeOffset createdAt,
        DirectionMode directions = DirectionMode.Note)
    {
        var regenerate = overrides ?? RegenerateSettings.None;
        // An empty direction removes the script's.
        var direction = regenerate.Direction ?? beat.PrimaryDirection;
        var pronounced = new PronouncedLines(pronouncer, models);
        var segments = SpeechPlan.For(beat, profiles, regenerate, models, pronounced.EditsOf, directions);
        return new TakePlan(
            pauseMode,
            string.IsNullOrWhiteSpace(direction) ? null : direction,
            segments,
            createdAt,
            regenerate == RegenerateSettings.None ? null : regenerate,
            Warnings: EffectWarnings.Of(beat, profiles, regenerate, models, directions),
            Pronunciations: pronounced.Rules);
    }
}

/// <summary>The results of assembling a take, stored until the take's record is written.</summary>
/// <param name="BilledCharacters">The sum over the segments; null if the service didn't state it for each of them.</param>
/// <param name="Pauses">The pauses inside lines; null in older metadata.</param>
/// <param name="IsPartlyFree">
/// Whether its bill isn't the price of its words: only some of its segments were billed (others were copied, or free), or some were spoken a second
/// time because their dialogue couldn't be cut.
/// </param>
/// <param name="Quality">The assessment of its sound; null in older metadata.</param>
/// <param name="Words">The time of each word; null if unknown, and in older metadata.</param>
/// <param name="AudioDurationMs">The length of the stored MP3; null in older metadata.</param>
public sealed record TakeMetadata(
    string Provider,
    string Model,
    int? BilledCharacters,
    int UnencodedDurationMs,
    IReadOnlyList<LineTiming> Lines,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<PlacedPause>? Pauses = null,
    bool IsPartlyFree = false,
    TakeQuality? Quality = null,
    IReadOnlyList<WordTiming>? Words = null,
    int? AudioDurationMs = null);

/// <summary>Data that the metadata of an older take lacks, determined by assembling it again.</summary>
/// <param name="Words">Null if it has no voice to find them in.</param>
public sealed record TakeTimings(IReadOnlyList<PlacedPause> Pauses, IReadOnlyList<WordTiming>? Words);

/// <summary>A line of a take that was spoken again by itself.</summary>
/// <param name="Line">0-based index of the line in its beat.</param>
/// <param name="Settings">The settings requested for it, which override those of the take.</param>
public sealed record RetakenLine(int Line, RegenerateSettings Settings);
