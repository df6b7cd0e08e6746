using AudioFunctions.Speech;

namespace AudioFunctions.Takes;

/// <summary>The journal of one segment of a take, in blobs beside its answers.</summary>
/// <param name="isNew">Nothing was sent for the take before, so there is no note to read.</param>
/// <param name="adding">The write of the take's plan, under way; null if the plan stands.</param>
/// <param name="failed">Segments of failed takes that asked the same, newest first: what they left open may answer this one too.</param>
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

    /// <summary>Where a failed take, whose note was found, keeps what it can't use.</summary>
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

    /// <summary>What the failed take got may be found whole now: its ids are this segment's, until that is given up.</summary>
    private async Task<RequestNote> InheritAsync(TakeKey from, int fromSegment, RequestNote open, CancellationToken cancellationToken)
    {
        if (open.Unusable is { IsFinal: false } unusable)
            await files.Answers.MoveAsync(unusable.Ids, from.RawBlob(fromSegment), Owner, cancellationToken);
        _inherited = from.UnusableBlob(fromSegment);
        return open with { IsInherited = true };
    }

    /// <exception cref="PlanTakenException">Another run stored a plan first: nothing may be sent by this one.</exception>
    /// <exception cref="LeaseLostException">Another run has the lease: the note may be of its request.</exception>
    public async Task NoteAsync(RequestNote? note, CancellationToken cancellationToken)
    {
        if (_isLeaseLost)
            return;
        // Plan and note must both stand before the request is sent; written together they take the time of one. The note of another run, which
        // stored its plan first, is left alone.
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
        // The offline voice notes nothing and may be asked while the plan is being stored: speaking twice costs nothing.
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

    /// <summary>Removes the note: the answer is stored.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) => _isNoted ? NoteAsync(null, cancellationToken) : Task.CompletedTask;

    public async Task<bool> TryClaimAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var isOwn = await files.Answers.TryClaimAsync(ids, Owner, cancellationToken);
        if (isOwn)
            _claimed.UnionWith(ids);
        return isOwn;
    }

    /// <summary>Whether the index names this segment as the owner of the answer, because this run has claimed it.</summary>
    public bool HasClaimed(RawSpeech raw) => raw.Ids.All(_claimed.Contains);

    public Task<bool> HoldsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        files.Answers.IsClaimedForAsync(ids, Owner, cancellationToken);

    public Task KeepUnusableAsync(RawSpeech answer, string flaw, CancellationToken cancellationToken) =>
        files.AddUnusableAsync(take, segment, answer, flaw, cancellationToken);

    public Task<UnusableAnswer?> FindUnusableAsync(CancellationToken cancellationToken) =>
        files.FindUnusableAsync(take, segment, cancellationToken);

    public async Task GiveUpAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var unusable = take.UnusableBlob(segment);
        // What a failed take got is stored with that.
        var isOwn = _inherited is null || await files.FindUnusableAsync(take, segment, cancellationToken) is not null;
        await files.Answers.MoveAsync(ids, Owner, isOwn ? unusable : _inherited!, cancellationToken);
    }

    public Task ReleaseAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        _claimed.ExceptWith(ids);
        return files.Answers.ReleaseAsync(ids, Owner, cancellationToken);
    }
}

/// <summary>A run was suspended or without storage for so long that another one took over the take.</summary>
internal sealed class LeaseLostException() : Exception("Another run of this step has the take's lease.");

/// <summary>Two runs of one step began at once, and this one's plan is not the take's.</summary>
internal sealed class PlanTakenException() : Exception("Another run of this step stored its plan first.");
