using System.Security.Cryptography;
using AudioFunctions.Storage;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>Creating sessions.</content>
public sealed partial class SessionStore
{
    private const int MaxRowsInTransaction = 100;
    private const int TakeSeedLength = 16;

    /// <summary>
    /// Writes the row of a session as <c>draft</c>, before its production is scheduled or its beats are written. Lists show it from then on. A
    /// second call changes nothing.
    /// </summary>
    /// <returns>Whether the session still needs its beats; false if it is being deleted.</returns>
    public async Task<bool> AddDraftAsync(NewSession session, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await StorageConflict.RetryOnConflictAsync(async () =>
        {
            if (await FindRowAsync(session.SessionId, SessionRows.SessionKey, cancellationToken) is { } existing)
                return !SessionRows.IsMarked(existing) && SessionRows.HasBeatsPending(existing);

            var now = clock.GetUtcNow();
            var draft = SessionRows.ForDraft(session, now);
            await _index.WriteAsync(draft, now, () => _table.AddEntityAsync(draft, cancellationToken), cancellationToken);
            return true;
        });
    }

    /// <summary>How the existing session with this id differs from the requested one; no difference if there is none or it is being deleted.</summary>
    public async Task<SessionDifference> CompareAsync(NewSession session, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        if (await FindSessionRowAsync(session.SessionId, cancellationToken) is not { } existing)
            return SessionDifference.None;
        if (existing.GetString("ProjectName") != SessionRows.Shortened(session.ProjectName))
            return SessionDifference.OtherProject;
        return SessionRows.IsDraftOnly(existing) == session.IsDraftOnly ? SessionDifference.None : SessionDifference.OtherKind;
    }

    /// <summary>Writes the beats of a draft that stays one. A second call changes nothing, or continues an interrupted one.</summary>
    public async Task WriteDraftBeatsAsync(NewSession session, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        await StorageConflict.RetryOnConflictAsync(async () =>
        {
            if (await FindSessionRowAsync(session.SessionId, cancellationToken) is not { } draft || !SessionRows.HasBeatsPending(draft))
                return;
            SessionRows.ClearBeatsPending(draft);
            await WriteBeatsAsync(session, draft, isNew: false, clock.GetUtcNow(), cancellationToken);
        });
    }

    /// <summary>
    /// Writes a session as <c>generating</c>, even if there is no draft of it. The session row is written last, so the beats exist when it
    /// says so. A second or concurrent call with the same id changes nothing, or continues an interrupted one. A call after the production has
    /// ended begins the next production of the session.
    /// </summary>
    public async Task<CreatedSession> CreateAsync(NewSession session, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await StorageConflict.RetryOnConflictAsync(async () =>
        {
            var now = clock.GetUtcNow();
            var existing = await FindRowAsync(session.SessionId, SessionRows.SessionKey, cancellationToken);
            if (existing is not null && SessionRows.IsMarked(existing))
                throw new InvalidOperationException($"Session {session.SessionId} is being deleted; it can't be created until that is done.");
            // A production that is started again once more has the limit that a regeneration since has ended.
            if (existing is not null && !SessionRows.HasBeatsPending(existing) && SessionRows.IsRun(existing, session.RunId)
                && SessionRows.ReadCreditLimit(existing) == session.CreditLimit
                && SessionRows.ReadTakeSeed(existing) is { } seed)
            {
                return new CreatedSession(existing.GetDateTimeOffset("CreatedAt")!.Value, seed);
            }

            return existing is null || SessionRows.HasBeatsPending(existing)
                ? await BeginAsync(session, existing, now, cancellationToken)
                : await BeginAgainAsync(session, existing, now, cancellationToken);
        });
    }

    private async Task<CreatedSession> BeginAsync(
        NewSession session, TableEntity? draft, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = draft ?? SessionRows.ForDraft(session, now);
        SessionRows.BeginGenerating(row);
        var begun = WithSeed(session, row);
        await WriteBeatsAsync(session, row, isNew: draft is null, now, cancellationToken);
        return begun;
    }

    /// <summary>The status stays, so lists don't change, unless the run continues the production.</summary>
    private async Task<CreatedSession> BeginAgainAsync(
        NewSession session, TableEntity row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (session.RunId is not null)
            SessionRows.SetStatus(row, SessionStatus.Generating);
        var begun = WithSeed(session, row);
        var write = () => _table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken);
        await (session.RunId is null ? write() : _index.WriteAsync(row, now, write, cancellationToken));
        return begun;
    }

    /// <summary>A run that continues an interrupted one keeps its seed, so a step that is still running finishes the same take.</summary>
    private static CreatedSession WithSeed(NewSession session, TableEntity row)
    {
        if (session.RunId is { } runId)
            SessionRows.BeginRun(row, runId);
        if (session.SpentBefore is { } spentBefore)
            RunSpendingRow.Begin(row, spentBefore);
        if (session.CreditLimit is { } limit)
            SessionRows.SetCreditLimit(row, limit);
        if (session.Provider is { } provider)
            SessionRows.SetRunProvider(row, provider);
        var seed = SessionRows.ReadTakeSeed(row) ?? RandomNumberGenerator.GetHexString(TakeSeedLength, lowercase: true);
        SessionRows.SetTakeSeed(row, seed);
        return new CreatedSession(row.GetDateTimeOffset("CreatedAt")!.Value, seed);
    }

    private async Task WriteBeatsAsync(NewSession session, TableEntity row, bool isNew, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var actions = session.Beats
            .Select((beat, order) => new TableTransactionAction(
                TableTransactionActionType.Add, SessionRows.ForBeat(session.SessionId, beat, order)))
            .Append(isNew
                ? new TableTransactionAction(TableTransactionActionType.Add, row)
                : new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, row.ETag));
        var batches = actions.Chunk(MaxRowsInTransaction).ToList();
        foreach (var batch in batches[..^1])
            await TryAddAsync(batch, cancellationToken);

        await _index.WriteAsync(row, now, () => _table.SubmitTransactionAsync(batches[^1], cancellationToken), cancellationToken);
    }

    /// <summary>Adds rows in one transaction, unless an earlier run of this step has added them.</summary>
    private async Task TryAddAsync(IEnumerable<TableTransactionAction> rows, CancellationToken cancellationToken)
    {
        try
        {
            await _table.SubmitTransactionAsync(rows, cancellationToken);
        }
        catch (RequestFailedException exists) when (StorageConflict.IsRowExisting(exists))
        {
            // All of them exist: they were added in one transaction.
        }
    }
}
