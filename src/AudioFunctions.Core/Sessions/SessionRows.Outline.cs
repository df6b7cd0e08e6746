using AudioFunctions.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>The current script of a session, and the beat rows that belong to it.</content>
internal static partial class SessionRows
{
    private const string OutlineName = "Outline";
    private const string ScriptPrefix = "script-";
    private const string Wording = "Wording";

    /// <summary>Separates a beat id, which has no dot, from its wording.</summary>
    public static string BeatKey(string beatId, string wording) =>
        wording.Length == 0 ? BeatKey(beatId) : $"{BeatKey(beatId)}.{wording}";

    public static string ScriptKey(int version) => ScriptPrefix + version.ToString("D9", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The row of a script version, written together with the session row that makes it the current one.</summary>
    public static TableEntity ForScript(string sessionId, SessionOutline outline, DateTimeOffset now) => new(sessionId, ScriptKey(outline.Version))
    {
        ["Version"] = outline.Version,
        ["ScriptName"] = outline.ScriptName,
        ["CreatedAt"] = now,
    };

    /// <summary>The beats of a script that replaced the first one; null if none did.</summary>
    public static SessionOutline? ReadOutline(TableEntity session) => PackedJson.Find<SessionOutline>(session, OutlineName);

    public static void SetOutline(TableEntity session, SessionOutline outline)
    {
        PackedJson.Write(session, OutlineName, outline);
        session["BeatCount"] = outline.Beats.Count;
    }

    /// <summary>The wording that a beat row, or a take row, belongs to.</summary>
    public static string ReadWording(TableEntity row) => row.GetString(Wording) ?? "";

    /// <summary>The row of a beat's new wording; it takes over the note, and the responses of a failed take.</summary>
    public static TableEntity ForBeat(string sessionId, OutlinedBeat beat, int order, BeatRecord? earlier)
    {
        var row = ForBeat(sessionId, new NewBeat(beat.BeatId, beat.BeatName, beat.Character), order);
        row.RowKey = BeatKey(beat.BeatId, beat.Wording);
        SetWording(row, beat.Wording);
        ReviewRow.Write(row, new BeatReview(State: null, earlier?.Note, IsLocked: false));
        WriteFailedTakes(row, earlier?.FailedTakeIds ?? []);
        return row;
    }

    private static void SetWording(TableEntity row, string wording)
    {
        if (wording.Length > 0)
            row[Wording] = wording;
    }

    /// <summary>The session's current beats, in script order.</summary>
    private static List<BeatRecord> ReadBeats(TableEntity session, IReadOnlyCollection<TableEntity> rows)
    {
        var takes = TakesByWording(rows);
        if (ReadOutline(session) is not { } outline)
        {
            return [.. rows.Where(row => IsBeat(row) && ReadWording(row).Length == 0)
                .OrderBy(row => row.GetInt32("Order")).Select(row => ReadBeat(row, takes))];
        }

        var beats = rows.Where(IsBeat).ToDictionary(row => row.RowKey);
        return [.. outline.Beats.Select(beat => ReadBeat(beats[BeatKey(beat.BeatId, beat.Wording)], takes) with
        {
            BeatName = Shortened(beat.BeatName),
            Character = beat.Character,
        })];
    }

    /// <summary>Whether the rows named by the outline exist.</summary>
    public static bool HasAllBeats(List<TableEntity> rows)
    {
        if (Unmarked(rows) is not { } session || ReadOutline(session) is not { } outline)
            return true;
        var keys = rows.Where(IsBeat).Select(row => row.RowKey).ToHashSet();
        return outline.Beats.All(beat => keys.Contains(BeatKey(beat.BeatId, beat.Wording)));
    }

    /// <summary>All beats that the session ever had, in every wording.</summary>
    public static IReadOnlyList<WordedBeat> ReadHistory(IReadOnlyCollection<TableEntity> rows)
    {
        var takes = TakesByWording(rows);
        return [.. rows.Where(IsBeat).Select(row => new WordedBeat(ReadWording(row), ReadBeat(row, takes)))];
    }

    private static ILookup<(string BeatId, string Wording), TakeRecord> TakesByWording(IEnumerable<TableEntity> rows) =>
        rows.Where(IsTake).Select(ReadTake).OrderBy(take => take.CreatedAt).ToLookup(take => (take.BeatId, take.Wording));
}

/// <summary>A beat in one of its wordings.</summary>
internal sealed record WordedBeat(string Wording, BeatRecord Beat);
