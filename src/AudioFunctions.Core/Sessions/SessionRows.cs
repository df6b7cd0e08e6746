using AudioFunctions.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <summary>
/// The rows of a session's partition (PartitionKey = session id): <c>session</c>, <c>beat-{beat id in lower case}</c>,
/// <c>take-{take id}</c>, <c>run-{instance id}</c>, and once the script was replaced <c>beat-{beat id}.{wording}</c> and
/// <c>script-{version}</c>. Everything is in one partition, so a take and its selection change in one transaction.
/// </summary>
internal static partial class SessionRows
{
    public const string SessionKey = "session";

    /// <summary>
    /// Limits names and error messages in rows. A title may be a megabyte long; the script keeps all of it, the rows what a list can show.
    /// </summary>
    private const int MaxTextLength = 1000;

    private const string BeatPrefix = "beat-";
    private const string TakePrefix = "take-";
    private const string RunPrefix = "run-";
    private const string DeletingAt = "DeletingAt";
    private const string BeatsPending = "Unwritten";
    private const string DraftOnly = "DraftOnly";
    private const string TakeSeed = "TakeSeed";
    private const string RunId = "RunId";
    private const string CancelRequested = "CancelRequested";
    private const string CreditLimit = "CreditLimit";
    private const string RunProvider = "RunProvider";
    private const string ContinuingSince = "ContinuingSince";
    private const string FailedBeatCount = "FailedBeatCount";
    private const string IsForgotten = "IsForgotten";
    private const string DetailName = "Detail";

    public static string BeatKey(string beatId) => BeatPrefix + beatId.ToLowerInvariant();

    public static string TakeKey(string takeId) => TakePrefix + takeId;

    public static string RunKey(string instanceId) => RunPrefix + instanceId;

    public static bool IsBeat(TableEntity row) => row.RowKey.StartsWith(BeatPrefix, StringComparison.Ordinal);

    public static bool IsTake(TableEntity row) => row.RowKey.StartsWith(TakePrefix, StringComparison.Ordinal);

    /// <summary>Records that the ended instance of a <see cref="RunKey"/> row is purged.</summary>
    public static void Forget(TableEntity run) => run[IsForgotten] = true;

    public static bool IsForgottenRun(TableEntity run) => run.ContainsKey(IsForgotten);

    /// <summary>The instance of a <see cref="RunKey"/> row.</summary>
    public static string RunOf(TableEntity row) => row.RowKey[RunPrefix.Length..];

    /// <summary>Whether the session is being deleted: its row is deleted last.</summary>
    public static bool IsMarked(TableEntity session) => session.ContainsKey(DeletingAt);

    /// <summary>Since when the session is being deleted, or null if it isn't.</summary>
    public static DateTimeOffset? ReadMark(TableEntity session) => session.GetDateTimeOffset(DeletingAt);

    /// <summary>The properties that <see cref="ReadMark"/> reads.</summary>
    public static IReadOnlyList<string> MarkNames => ["PartitionKey", "RowKey", DeletingAt];

    public static void Mark(TableEntity session, DateTimeOffset now) => session[DeletingAt] = now;

    public static void Unmark(TableEntity session) => session.Remove(DeletingAt);

    /// <summary>The session's own row, or null if there is none, or the session is being deleted.</summary>
    public static TableEntity? Unmarked(IEnumerable<TableEntity> rows) =>
        rows.FirstOrDefault(row => row.RowKey == SessionKey) is { } session && !IsMarked(session) ? session : null;

    /// <summary>Whether an unmarked row was never a session, because its production ended before it wrote one.</summary>
    public static bool IsNothingButMark(TableEntity session) => !session.ContainsKey("Status");

    /// <summary>Whether its production hasn't written the beats yet. Its status may no longer be <c>draft</c>.</summary>
    public static bool HasBeatsPending(TableEntity session) => session.ContainsKey(BeatsPending);

    /// <summary>Whether it was created as a draft without production; never changes.</summary>
    public static bool IsDraftOnly(TableEntity session) => session.ContainsKey(DraftOnly);

    /// <summary>The seed of the production's take ids, or null if none has started since the last one ended.</summary>
    public static string? ReadTakeSeed(TableEntity session) => session.GetString(TakeSeed);

    public static void SetTakeSeed(TableEntity session, string seed) => session[TakeSeed] = seed;

    /// <summary>Ends the production's run, and clears its options.</summary>
    public static void EndRun(TableEntity session)
    {
        session.Remove(TakeSeed);
        EndLimits(session);
    }

    /// <summary>Ends what limits a run. Its seed stays: a run that goes on makes the same takes.</summary>
    public static void EndLimits(TableEntity session)
    {
        session.Remove(RunProvider);
        ForgetRequests(session);
    }

    /// <summary>The speech provider that the run started with, or null.</summary>
    public static string? ReadRunProvider(TableEntity session) => session.GetString(RunProvider);

    public static void SetRunProvider(TableEntity session, string provider) => session[RunProvider] = provider;

    /// <summary>Whether a production has ever written its beats; false for a draft with regenerations only.</summary>
    public static bool HasBeenProduced(TableEntity session) =>
        !HasBeatsPending(session) && (!IsDraftOnly(session) || session.ContainsKey(RunId));

    /// <summary>Whether the row's run has this id; a first run's is null.</summary>
    public static bool IsRun(TableEntity session, string? runId) => session.GetString(RunId) == runId;

    /// <summary>Begins a continuing run, without the options of the previous run.</summary>
    public static void BeginRun(TableEntity session, string runId)
    {
        session[RunId] = runId;
        EndContinuing(session);
        ForgetRequests(session);
    }

    /// <summary>When the start of a continuing run was requested, if it hasn't begun yet; otherwise null.</summary>
    public static DateTimeOffset? ReadContinuingSince(TableEntity session) => session.GetDateTimeOffset(ContinuingSince);

    public static void BeginContinuing(TableEntity session, DateTimeOffset now)
    {
        SetStatus(session, SessionStatus.Generating);
        session[ContinuingSince] = now;
        RunSpendingRow.Remove(session);
    }

    public static void EndContinuing(TableEntity session) => session.Remove(ContinuingSince);

    public static bool IsCancelRequested(TableEntity session) => session.ContainsKey(CancelRequested);

    public static void RequestCancel(TableEntity session) => session[CancelRequested] = true;

    /// <summary>The most that all responses of the session together may cost when the run ends, or null.</summary>
    public static long? ReadCreditLimit(TableEntity session) => session.GetInt64(CreditLimit);

    /// <summary>Sets the limit of a run and resets its tally.</summary>
    public static void SetCreditLimit(TableEntity session, long limit)
    {
        session[CreditLimit] = limit;
        TallyRow.Remove(session);
    }

    /// <summary>Number of failed beats; null in rows of earlier versions.</summary>
    public static int? ReadFailedBeatCount(TableEntity session) => session.GetInt32(FailedBeatCount);

    public static void SetFailedBeatCount(TableEntity session, int count) => session[FailedBeatCount] = count;

    /// <summary>Whether the beat has an error; only a beat without a take has one.</summary>
    public static bool IsFailed(TableEntity beat) => ReadError(beat) is not null;

    /// <summary>A session without beats. The index sets <c>UpdatedAt</c>.</summary>
    public static TableEntity ForDraft(NewSession session, DateTimeOffset now)
    {
        var draft = new TableEntity(session.SessionId, SessionKey)
        {
            ["VideoTitle"] = Shortened(session.VideoTitle),
            ["ProjectName"] = Shortened(session.ProjectName),
            ["Status"] = nameof(SessionStatus.Draft),
            ["BeatCount"] = session.Beats.Count,
            [FailedBeatCount] = 0,
            ["CreatedAt"] = now,
            [BeatsPending] = true,
        };
        SessionTotals.Begin(draft);
        if (session.IsDraftOnly)
            draft[DraftOnly] = true;
        return draft;
    }

    /// <summary>The changes to a draft in the transaction that writes its last beats.</summary>
    public static void BeginGenerating(TableEntity draft)
    {
        SetStatus(draft, SessionStatus.Generating);
        ClearBeatsPending(draft);
        RemoveError(draft);
    }

    /// <summary>Written together with the last of its beats.</summary>
    public static void ClearBeatsPending(TableEntity draft) => draft.Remove(BeatsPending);

    /// <returns>Whether that changes it.</returns>
    public static bool SetStatus(TableEntity session, SessionStatus status)
    {
        if (Status(session) == status)
            return false;
        session["Status"] = status.ToString();
        return true;
    }

    /// <summary>Sets the error of a session or a beat.</summary>
    public static void SetError(TableEntity row, BeatError error)
    {
        row["ErrorCode"] = error.Code;
        row["ErrorMessage"] = Shortened(error.Message);
    }

    private static void ForgetRequests(TableEntity session)
    {
        session.Remove(CancelRequested);
        session.Remove(CreditLimit);
        TallyRow.Remove(session);
        RunSpendingRow.Remove(session);
    }

    /// <returns>Whether it had one.</returns>
    public static bool RemoveError(TableEntity row)
    {
        row.Remove("ErrorMessage");
        return row.Remove("ErrorCode");
    }

    /// <summary>The properties of a session row that <see cref="ReadSummary"/> and <see cref="IsMarked"/> read.</summary>
    public static IReadOnlyList<string> SummaryNames =>
        ["PartitionKey", "RowKey", "VideoTitle", "ProjectName", "Status", "BeatCount", FailedBeatCount, "CreatedAt", "UpdatedAt", DeletingAt,
         SessionTotals.DurationMs, SessionTotals.Billed];

    public static SessionSummary ReadSummary(TableEntity session) => new(
        session.PartitionKey,
        session.GetString("VideoTitle"),
        session.GetString("ProjectName"),
        Status(session),
        session.GetInt32("BeatCount") ?? 0,
        ReadFailedBeatCount(session) ?? 0,
        session.GetDateTimeOffset("CreatedAt")!.Value,
        session.GetDateTimeOffset("UpdatedAt")!.Value)
    {
        TotalDurationMs = session.GetInt32(SessionTotals.DurationMs),
        BilledCharacters = session.GetInt32(SessionTotals.Billed),
    };

    public static TableEntity ForBeat(string sessionId, NewBeat beat, int order) => new(sessionId, BeatKey(beat.BeatId))
    {
        ["BeatId"] = beat.BeatId,
        ["BeatName"] = Shortened(beat.BeatName),
        ["Character"] = beat.Character,
        ["Order"] = order,
    };

    public static SessionRecord ReadSession(TableEntity session, IReadOnlyCollection<TableEntity> rows)
    {
        var beats = ReadBeats(session, rows);
        return new SessionRecord(
            session.PartitionKey,
            session.GetString("VideoTitle"),
            session.GetString("ProjectName"),
            Status(session),
            ReadError(session),
            beats,
            beats.Sum(beat => beat.SelectedTake()?.AudioDurationMs ?? 0),
            session.GetDateTimeOffset("CreatedAt")!.Value,
            session.GetDateTimeOffset("UpdatedAt")!.Value)
        {
            BilledCharacters = session.GetInt32(SessionTotals.Billed),
            HasBeenProduced = HasBeenProduced(session),
            HasReplacedScript = PackedJson.IsIn(session, OutlineName),
            IsUnderWay = Status(session) == SessionStatus.Generating || (Status(session) == SessionStatus.Draft && !IsDraftOnly(session)),
        };
    }

    public static SessionStatus Status(TableEntity session) => Enum.Parse<SessionStatus>(session.GetString("Status"));

    /// <summary>A name or an error message, shortened for a row.</summary>
    public static string Shortened(string text)
    {
        if (text.Length <= MaxTextLength)
            return text;
        var end = char.IsHighSurrogate(text[MaxTextLength - 2]) ? MaxTextLength - 2 : MaxTextLength - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    private static BeatError? ReadError(TableEntity row) =>
        row.GetString("ErrorCode") is { Length: > 0 } code ? new BeatError(code, row.GetString("ErrorMessage") ?? "") : null;

    private static BeatRecord ReadBeat(TableEntity row, ILookup<(string BeatId, string Wording), TakeRecord> takes)
    {
        var (beatId, review) = (row.GetString("BeatId"), ReviewRow.Read(row));
        return new BeatRecord(
            beatId,
            row.GetString("BeatName"),
            row.GetString("Character"),
            [.. MarkRow.Mark(row, takes[(beatId, ReadWording(row))])],
            row.GetString("SelectedTakeId"),
            ReadError(row))
        {
            Review = review.State,
            Note = review.Note,
            Locked = review.IsLocked,
            FailedTakeIds = ReadFailedTakes(row),
        };
    }
}
