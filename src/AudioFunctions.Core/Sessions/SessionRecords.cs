using System.Text.Json.Serialization;
using AudioFunctions.Audio;
using AudioFunctions.Pronunciations;
using AudioFunctions.Speech;
using AudioFunctions.Voices;
using Azure;

namespace AudioFunctions.Sessions;

/// <summary>A session with its beats in script order, takes oldest first. The public JSON of <c>GET sessions/{id}</c>.</summary>
/// <param name="Error">Why the production ended early; null if it completed.</param>
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
    /// <summary>Whether a production has written its beats.</summary>
    [JsonIgnore]
    public bool HasBeenProduced { get; init; }

    /// <summary>Whether its production runs or is about to; false for a draft that stays one.</summary>
    [JsonIgnore]
    public bool IsUnderWay { get; init; }

    /// <summary>See <see cref="SessionSummary.BilledCharacters"/>.</summary>
    [JsonIgnore]
    public int? BilledCharacters { get; init; }

    /// <summary>Whether its first script was replaced.</summary>
    [JsonIgnore]
    public bool HasReplacedScript { get; init; }
}

/// <summary>A session in a list.</summary>
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
    /// <summary>Total length of the selected takes, in milliseconds; null for sessions of earlier versions.</summary>
    public int? TotalDurationMs { get; init; }

    /// <summary>What the speech service reported as billed for all takes, of earlier scripts too; null for sessions of earlier versions.</summary>
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
    /// <summary>A listener's verdict on the selected take, or null.</summary>
    public ReviewState? Review { get; init; }

    /// <summary>A person's note, or null.</summary>
    public string? Note { get; init; }

    /// <summary>Whether the beat is never spoken again.</summary>
    public bool Locked { get; init; }

    /// <summary>
    /// The takes that failed or were abandoned and whose responses can be reused: they are stored and paid for. Newest first. They stay when the
    /// beat has a take.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string> FailedTakeIds { get; init; } = [];

    /// <summary>The newest of <see cref="FailedTakeIds"/>, or null.</summary>
    [JsonIgnore]
    public string? FailedTakeId => FailedTakeIds is [var newest, ..] ? newest : null;

    /// <summary>The selected take, or null.</summary>
    public TakeRecord? SelectedTake() => Takes.FirstOrDefault(take => take.TakeId == SelectedTakeId);
}

/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">A sentence that says what to do.</param>
public sealed record BeatError(string Code, string Message);

/// <summary>One generated recording of one beat; never changed once stored.</summary>
/// <param name="TakeId">12 hex digits.</param>
/// <param name="AudioPath">Container and blob: <c>audio-production/{session_id}/{beat_id}_{take_id}.mp3</c>.</param>
/// <param name="AudioDurationMs">Measured after encoding.</param>
/// <param name="Provider">"elevenlabs" or "offline".</param>
/// <param name="Model">Model of its first segment; characters may have their own models.</param>
/// <param name="BilledCharacters">The sum over its requests; null if the service didn't report it, 0 for reused speech.</param>
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
    /// <summary>The take whose speech it reuses for free; null if it was spoken for this take.</summary>
    public ReusedTake? ReusedFrom { get; init; }

    /// <summary>The one line that was spoken for it, and the take with the others; null if all lines were spoken for it.</summary>
    public TakeLine? RetakeOf { get; init; }

    /// <summary>Verdict on its sound; null for takes of earlier versions.</summary>
    public TakeQuality? Quality { get; init; }

    /// <summary>The wording of the beat that it speaks; see <see cref="OutlinedBeat"/>.</summary>
    [JsonIgnore]
    public string Wording { get; init; } = "";

    /// <summary>The pronunciation rules that were applied to it.</summary>
    public IReadOnlyList<AppliedPronunciation> Pronunciations { get; init; } = [];

    /// <summary>Whether the project's current rules would change its pronunciation. Not stored.</summary>
    public bool Stale { get; init; }

    /// <summary>Whether somebody starred it. Not part of the take's row, like <see cref="Hidden"/>: its beat has the marks.</summary>
    public bool Starred { get; init; }

    /// <summary>Whether lists of takes fold it away; never the selected take.</summary>
    public bool Hidden { get; init; }

    /// <summary>The rules' edits of each segment, to compare with the current rules; empty for takes older than pronunciation rules.</summary>
    [JsonIgnore]
    public IReadOnlyList<PronouncedSegment> Pronounced { get; init; } = [];
}

/// <param name="Breaks">Positions in the segment's text that no match of a rule may span.</param>
/// <param name="Edits">What the rules replaced.</param>
public sealed record PronouncedSegment(IReadOnlyList<int> Breaks, IReadOnlyList<TextEdit> Edits);

/// <summary>The take of another session that a take copies. That session may have been deleted since.</summary>
public sealed record ReusedTake(string SessionId, string TakeId);

/// <summary>The settings of a segment of a take.</summary>
/// <param name="Text">As written, with strong emphasis in capitals.</param>
/// <param name="Model">Null for takes of earlier versions: then it is the take's model.</param>
/// <param name="SentText">The text that was sent to the speech service; null if it was <paramref name="Text"/>.</param>
public sealed record SegmentRecord(
    string Character, string VoiceId, VoiceSettings Settings, string Text, string? Model = null, string? SentText = null);

/// <param name="Version">Changes with every take, selection and error of the beat.</param>
public sealed record StoredBeat(BeatRecord Beat, ETag Version);

/// <summary>One line of a stored take of a beat: the line that is (or was) spoken again to make another take.</summary>
/// <param name="TakeId">The take that provides the other lines.</param>
/// <param name="Line">0-based index of the line in its beat.</param>
public sealed record TakeLine(string TakeId, int Line);
