using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using AudioFunctions.Audio;
using AudioFunctions.Sessions;

namespace AudioFunctions.Export;

/// <summary>What an export copies: the selected take of every beat in script order, and the beats that have none.</summary>
/// <param name="VideoTitle">Null in a plan of an earlier version, without tags.</param>
public sealed record ExportPlan(IReadOnlyList<ExportItem> Items, IReadOnlyList<SkippedBeat> Skipped, string? VideoTitle = null)
{
    private const string Master = "master";

    public static ExportPlan For(SessionRecord session)
    {
        var items = new List<ExportItem>();
        var skipped = new List<SkippedBeat>();
        foreach (var (index, beat) in session.Beats.Index())
        {
            if (beat.SelectedTake() is { } take)
            {
                var tags = new Mp3Tags(beat.BeatName, session.VideoTitle, index + 1, session.Beats.Count);
                items.Add(new ExportItem(beat.BeatId, take.TakeId, take.AudioDurationMs, tags));
            }
            else
                skipped.Add(new SkippedBeat(beat.BeatId, beat.Error is { } error ? $"{error.Code}: {error.Message}" : "no take is selected"));
        }

        return new ExportPlan(items, skipped, session.VideoTitle);
    }

    /// <summary>The master's name without its ending. A beat of that name keeps it: no beat has a dot in its id.</summary>
    public string MasterStem()
    {
        var beats = Items.Select(item => item.BeatId).Concat(Skipped.Select(beat => beat.BeatId));
        return beats.Contains(Master, StringComparer.OrdinalIgnoreCase) ? $"{Master}.full" : Master;
    }

    /// <summary>The plan with target lengths for beats. Ignores beats that aren't exported.</summary>
    public ExportPlan Fitted(IReadOnlyDictionary<string, double>? seconds) => seconds is not { Count: > 0 }
        ? this
        : this with
        {
            Items = [.. Items.Select(item => seconds.TryGetValue(item.BeatId, out var wanted) ? item with { FitMs = BeatFit.Ms(wanted) } : item)],
        };

    /// <summary>Identifies the selection: 16 hex digits, a hash of its takes.</summary>
    public string Selection()
    {
        var takes = string.Join('\n', Items.Select(item => $"{item.BeatId}/{item.TakeId}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(takes)))[..16];
    }
}

/// <param name="DurationMs">Length of the take.</param>
/// <param name="Tags">Null in a plan of an earlier version, without tags: the file is then an exact copy of the take's.</param>
/// <param name="FitMs">The target length of the beat; null for the take's.</param>
public sealed record ExportItem(string BeatId, string TakeId, int DurationMs, Mp3Tags? Tags = null, int? FitMs = null)
{
    /// <summary>Length of the exported recording.</summary>
    [JsonIgnore]
    public int LengthMs => FitMs ?? DurationMs;

    /// <summary>Speed relative to its take.</summary>
    [JsonIgnore]
    public double Pace => FitMs is { } fit ? (double)DurationMs / fit : 1;

    /// <summary>Converts a time in the take to one in the exported recording.</summary>
    /// <param name="ms">Time in the take.</param>
    public int Moment(int ms) => FitMs is null ? ms : (int)Math.Round(ms / Pace);

    public IReadOnlyList<PlacedPause> InExport(IEnumerable<PlacedPause> pauses) =>
        [.. pauses.Select(pause => pause with { StartMs = Moment(pause.StartMs), EndMs = Moment(pause.EndMs) })];

    public IReadOnlyList<WordTiming> InExport(IEnumerable<WordTiming> words) =>
        [.. words.Select(word => word with { StartMs = Moment(word.StartMs), EndMs = Moment(word.EndMs) })];

    /// <summary>The clean name: the beat id is a valid file name by the rules of the script.</summary>
    public string FileName => BeatId + ExportFiles.AudioEnding;

    public TakeKey TakeOf(string sessionId) => new(sessionId, BeatId, TakeId);
}

public sealed record SkippedBeat(string BeatId, string Reason);

/// <summary>One export of a session. A session has one export at a time; after the next has begun, steps of this one can't write.</summary>
/// <param name="ExportId">Different for each requested export; empty for one that was started without an id.</param>
public sealed record ExportRun(string SessionId, string ExportId);
