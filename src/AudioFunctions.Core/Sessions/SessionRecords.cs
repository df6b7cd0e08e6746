using System.Text.Json.Serialization;
using AudioFunctions.Audio;
using AudioFunctions.Audio.Quality;
using AudioFunctions.Pronunciations;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Voices;

namespace AudioFunctions.Sessions;

/// <summary>A session as its partition holds it: beats in script order, takes oldest first. The public JSON of <c>GET sessions/{id}</c>.</summary>
/// <param name="Error">Why the production ended before it was done, if it could not say so itself; else null.</param>
public sealed record SessionRecord(
    string SessionId,
    string VideoTitle,
    string ProjectName,
    SessionStatus Status,
    BeatError? Error,
    IReadOnlyList<BeatRecord> Beats,
    int TotalDurationMs,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>Whether it has had a production that wrote its beats.</summary>
    [JsonIgnore]
    public bool HasBeenProduced { get; init; }

    /// <summary>Whether its production runs, or is about to. A draft that is kept as one waits for nothing.</summary>
    [JsonIgnore]
    public bool IsUnderWay { get; init; }

    /// <summary>Whether its script is another one than was handed in first.</summary>
    [JsonIgnore]
    public bool HasReplacedScript { get; init; }
}

/// <summary>A session as lists show it.</summary>
/// <param name="FailedBeatCount">Beats with an error and no take.</param>
public sealed record SessionSummary(
    string SessionId,
    string VideoTitle,
    string ProjectName,
    SessionStatus Status,
    int BeatCount,
    int FailedBeatCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>Of the selected takes, in milliseconds; null for a session from before lists showed it.</summary>
    public int? TotalDurationMs { get; init; }

    /// <summary>What the service said it billed for all takes; null for a session from before lists showed it.</summary>
    public int? BilledCharacters { get; init; }
}

/// <param name="Error">Why the production of the beat failed; null once it has a take.</param>
public sealed record BeatRecord(
    string BeatId,
    string BeatName,
    string Character,
    IReadOnlyList<TakeRecord> Takes,
    string? SelectedTakeId,
    BeatError? Error)
{
    /// <summary>What a person who has listened says of the selected take; null if nobody has.</summary>
    public ReviewState? Review { get; init; }

    /// <summary>A person's note, or null.</summary>
    public string? Note { get; init; }

    /// <summary>Whether the beat is never spoken again.</summary>
    public bool Locked { get; init; }

    /// <summary>
    /// The take that failed, if what was spoken of it can be used: its answers are stored and paid for. Null if the beat has a take.
    /// </summary>
    [JsonIgnore]
    public string? FailedTakeId { get; init; }

    /// <summary>The selected take, or null.</summary>
    public TakeRecord? SelectedTake() => Takes.FirstOrDefault(take => take.TakeId == SelectedTakeId);
}

/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">A sentence a person can act on.</param>
public sealed record BeatError(string Code, string Message);

/// <summary>One generated recording of one beat; never changed once stored.</summary>
/// <param name="TakeId">12 hex digits.</param>
/// <param name="AudioPath">Container and blob: <c>audio-production/{session_id}/{beat_id}_{take_id}.mp3</c>.</param>
/// <param name="AudioDurationMs">Measured after encoding.</param>
/// <param name="Provider">"elevenlabs" or "offline".</param>
/// <param name="Model">Of its first segment; characters may have models of their own.</param>
/// <param name="BilledCharacters">The sum over its requests; null if the service did not say, 0 for reused speech.</param>
/// <param name="Direction">The beat's primary direction or the regenerate request's; never spoken.</param>
public sealed record TakeRecord(
    string TakeId,
    string BeatId,
    string AudioPath,
    int AudioDurationMs,
    string Provider,
    string Model,
    int? BilledCharacters,
    string? Direction,
    IReadOnlyList<SegmentRecord> Segments,
    IReadOnlyList<LineTiming> Lines,
    IReadOnlyList<string> Warnings,
    DateTimeOffset CreatedAt)
{
    /// <summary>Where its speech comes from, which then cost nothing here; null if it was spoken for this take.</summary>
    public ReusedTake? ReusedFrom { get; init; }

    /// <summary>The line that was spoken again to make it, and the take that has the others; null if every line was spoken for it.</summary>
    public TakeLine? RetakeOf { get; init; }

    /// <summary>Verdict on its sound; null for a take made before takes were judged.</summary>
    public TakeQuality? Quality { get; init; }

    /// <summary>The wording of the beat that it was made of; see <see cref="OutlinedBeat"/>.</summary>
    [JsonIgnore]
    public string Wording { get; init; } = "";

    /// <summary>The pronunciation rules that touched it, as they were then.</summary>
    public IReadOnlyList<AppliedPronunciation> Pronunciations { get; init; } = [];

    /// <summary>Whether it would be said otherwise by the project's rules as they are now. Not stored.</summary>
    public bool Stale { get; init; }

    /// <summary>What rules did to each segment, to tell whether they would do it now; empty for a take made before there were rules.</summary>
    [JsonIgnore]
    public IReadOnlyList<PronouncedSegment> Pronounced { get; init; } = [];
}

/// <param name="Breaks">Places in the segment's text that no rule's words reach across.</param>
/// <param name="Edits">What rules replaced.</param>
public sealed record PronouncedSegment(IReadOnlyList<int> Breaks, IReadOnlyList<TextEdit> Edits);

/// <summary>The take of another session that a take was made of. That session may be gone since.</summary>
public sealed record ReusedTake(string SessionId, string TakeId);

/// <summary>What a segment of a take was spoken with.</summary>
/// <param name="Text">As written, words with strong emphasis in capitals.</param>
/// <param name="Model">Null for a take made before this was kept: the take's model.</param>
/// <param name="SentText">What was sent to the speech service; null if it was the text as it is.</param>
public sealed record SegmentRecord(
    string Character, string VoiceId, VoiceSettings Settings, string Text, string? Model = null, string? SentText = null);
