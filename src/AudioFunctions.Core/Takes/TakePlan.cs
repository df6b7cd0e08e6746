using System.Text.Json.Serialization;
using AudioFunctions.Audio;
using AudioFunctions.Audio.Quality;
using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>What a take is to be, fixed before its first request to the speech service.</summary>
/// <param name="CreatedAt">No request for the take was sent before.</param>
/// <param name="Overrides">What a regenerate request asked for; null if it was none, and in plans written before this was kept.</param>
/// <param name="Warnings">What will not be spoken as asked; null in plans written before this was kept.</param>
/// <param name="ReusedFrom">The take of another session whose speech this one has; null if it was spoken for itself.</param>
/// <param name="FailedTakeId">The last failed take of the beat before this one; see <see cref="FailedTakes"/>. Null if there is none.</param>
/// <param name="Pronunciations">The rules that touch it; null in plans written before there were rules.</param>
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
    /// <summary>The beat's wording that it speaks; see <see cref="OutlinedBeat"/>. Null is the first one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Wording { get; init; }

    /// <summary>The line that was spoken again to make it; null if every line was spoken for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TakeLine? RetakeOf { get; init; }

    /// <summary>For each segment, which segment of the take in <see cref="RetakeOf"/> has its answer; null for one that is spoken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int?>? Sources { get; init; }

    /// <summary>All lines that were spoken again by themselves since its beat was spoken as a whole, in that order; null if none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RetakenLine>? RetakenLines { get; init; }

    /// <summary>The dialogues that its segments are spoken in, in order.</summary>
    [JsonIgnore]
    public IEnumerable<SpeechSegment> Dialogues => Segments.Select(segment => segment.Dialogue).OfType<SpeechSegment>().DistinctBy(one => one.Index);

    /// <summary>Whether a segment's answer is a stored take's.</summary>
    public bool IsStored(int segment) => Sources?[segment] is not null;

    /// <summary>The plan of a further take. Answers that are stored were asked for with the seeds that their segments have.</summary>
    public TakePlan WithSeedOffset(int offset) =>
        this with { Segments = [.. Segments.Select((segment, index) => IsStored(index) ? segment : segment.WithSeedOffset(offset))] };

    /// <summary>Whether the models that spoke it still sound as they did.</summary>
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
        // An empty direction clears the script's.
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

/// <summary>What assembling a take found out, kept until the take's record is written.</summary>
/// <param name="BilledCharacters">The sum over the segments; null if the service did not say for each.</param>
/// <param name="Pauses">The pauses inside lines; null in sheets written before this was kept.</param>
/// <param name="IsPartlyFree">
/// Whether its bill is no price of its words: some of its segments were billed nothing, and others were not (copied, or given by the service), or
/// some were spoken a second time because their dialogue could not be cut.
/// </param>
/// <param name="Quality">Verdict on its sound; null in sheets written before this was kept.</param>
/// <param name="Words">When each word is said; null if that isn't known, and in sheets written before this was kept, or words were found by ear.</param>
/// <param name="AudioDurationMs">The length of the stored MP3; null in sheets written before this was kept.</param>
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
