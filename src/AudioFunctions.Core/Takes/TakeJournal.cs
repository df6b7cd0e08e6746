using AudioFunctions.Sessions;
using AudioFunctions.Speech;

namespace AudioFunctions.Takes;

/// <summary>The journal of one segment of a take, in blobs beside its responses.</summary>
/// <param name="isNew">Nothing has been sent for the take yet, so there is no note to read.</param>
/// <param name="adding">The running write of the take's plan; null if the plan is stored.</param>
/// <param name="failed">Segments of failed takes with the same request, newest first: the responses they left open can be used for this one too.</param>
/// <param name="isHeld">Whether this run still has the take's lease.</param>
/// <param name="requireAllowed">Throws if the session may not spend any more.</param>
internal sealed class TakeJournal(
    TakeFiles files,
    TakeKey take,
    int segment,
    bool isNew,
    Task<bool>? adding,
    IReadOnlyList<(TakeKey Take, int Segment)> failed,
    Func<CancellationToken, Task<bool>> isHeld,
    Func<CancellationToken, Task> requireAllowed) : IRequestJournal
{
    private readonly HashSet<string> _claimed = [];
    private Task<bool>? _adding = adding;
    private bool _isNoted;
    private bool _isLeaseLost;

    /// <summary>The blob of the unusable response of the failed take whose note was found.</summary>
    private string? _inherited;

    public string Owner => take.RawBlob(segment);

    public async Task<RequestNote?> FindAsync(CancellationToken cancellationToken)
    {
        var own = isNew ? null : await files.FindRequestAsync(take, segment, cancellationToken);
        _isNoted = own is not null;
        if (own is not null)
            return own;
        foreach (var other in failed)
        {
            if (await files.FindRequestAsync(other.Take, other.Segment, cancellationToken) is { } open)
                return await InheritAsync(other.Take, other.Segment, open, cancellationToken);
        }

        return null;
    }

    /// <summary>A complete copy of the failed take's response may exist now: its ids belong to this segment until the search is given up.</summary>
    private async Task<RequestNote> InheritAsync(TakeKey from, int fromSegment, RequestNote open, CancellationToken cancellationToken)
    {
        if (open.Unusable is { IsFinal: false } unusable)
            await files.Responses.MoveAsync(unusable.Ids, from.RawBlob(fromSegment), Owner, cancellationToken);
        _inherited = from.UnusableBlob(fromSegment);
        return open with { IsInherited = true };
    }

    /// <exception cref="PlanTakenException">Another run stored a plan first: this run may not send anything.</exception>
    /// <exception cref="LeaseLostException">Another run has the lease: the note may be for its request.</exception>
    public async Task NoteAsync(RequestNote? note, CancellationToken cancellationToken)
    {
        if (_isLeaseLost)
            return;
        // Write plan and note concurrently; both must exist before sending. TryAdd keeps the note of another run that stored its plan first.
        var isAdded = note is not null && _adding is { } adding
            && (await Task.WhenAll(adding, files.TryAddRequestAsync(take, segment, note, cancellationToken)))[1];
        await RequirePlanAsync();
        if (note is not null && !isAdded)
            await RequireLeaseAsync(cancellationToken);
        if (!isAdded)
            await files.NoteRequestAsync(take, segment, note, cancellationToken);
        _isNoted = note is not null;
    }

    /// <exception cref="LeaseLostException">Another run has the lease, and may have sent the request.</exception>
    public async Task RequireAllowedAsync(CancellationToken cancellationToken)
    {
        // The offline voice notes nothing and may speak while the plan is being stored: speaking twice costs nothing.
        if (_adding is null)
            await RequireLeaseAsync(cancellationToken);
        await requireAllowed(cancellationToken);
    }

    /// <summary>Waits until the plan is stored.</summary>
    /// <inheritdoc cref="NoteAsync"/>
    public async Task RequirePlanAsync()
    {
        if (_adding is not null && !await _adding)
            throw new PlanTakenException();
        _adding = null;
    }

    private async Task RequireLeaseAsync(CancellationToken cancellationToken)
    {
        if (await isHeld(cancellationToken))
            return;
        _isLeaseLost = true;
        throw new LeaseLostException();
    }

    /// <summary>Removes the note: the response is stored.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) => _isNoted ? NoteAsync(null, cancellationToken) : Task.CompletedTask;

    public async Task<bool> TryClaimAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var isOwn = await files.Responses.TryClaimAsync(ids, Owner, cancellationToken);
        if (isOwn)
            _claimed.UnionWith(ids);
        return isOwn;
    }

    /// <summary>Whether the index names this segment as the owner of the response because this run claimed it.</summary>
    public bool HasClaimed(RawSpeech raw) => raw.Ids.All(_claimed.Contains);

    public Task<bool> HoldsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        files.Responses.IsClaimedForAsync(ids, Owner, cancellationToken);

    public Task KeepUnusableAsync(RawSpeech response, string defect, CancellationToken cancellationToken) =>
        files.AddUnusableAsync(take, segment, response, defect, cancellationToken);

    public Task<UnusableResponse?> FindUnusableAsync(CancellationToken cancellationToken) =>
        files.FindUnusableAsync(take, segment, cancellationToken);

    public async Task GiveUpAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var unusable = take.UnusableBlob(segment);
        // A failed take's response is stored with that take.
        var isOwn = _inherited is null || await files.FindUnusableAsync(take, segment, cancellationToken) is not null;
        await files.Responses.MoveAsync(ids, Owner, isOwn ? unusable : _inherited!, cancellationToken);
    }

    public Task ReleaseAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        _claimed.ExceptWith(ids);
        return files.Responses.ReleaseAsync(ids, Owner, cancellationToken);
    }
}

/// <summary>This run was suspended or without storage for so long that another run took over the take.</summary>
internal sealed class LeaseLostException() : Exception("Another run of this step has the take's lease.");

/// <summary>Two runs of a step started concurrently, and this one's plan isn't the take's.</summary>
internal sealed class PlanTakenException() : Exception("Another run of this step stored its plan first.");
