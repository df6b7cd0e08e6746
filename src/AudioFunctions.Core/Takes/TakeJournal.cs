using AudioFunctions.Speech;

namespace AudioFunctions.Takes;

/// <summary>The journal of one segment of a take, in blobs beside its answers.</summary>
/// <param name="isNew">Nothing was sent for the take before, so there is no note to read.</param>
/// <param name="failed">Segments of failed takes that asked the same, newest first: what they left open may answer this one too.</param>
internal sealed class TakeJournal(
    TakeFiles files, TakeKey take, int segment, bool isNew, IReadOnlyList<(TakeKey Take, int Segment)> failed) : IRequestJournal
{
    private bool _isNoted;

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
                return open;
        }

        return null;
    }

    public async Task NoteAsync(RequestNote? note, CancellationToken cancellationToken)
    {
        await files.NoteRequestAsync(take, segment, note, cancellationToken);
        _isNoted = note is not null;
    }

    /// <summary>Removes the note: the answer is stored.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) => _isNoted ? NoteAsync(null, cancellationToken) : Task.CompletedTask;

    public Task<bool> TryClaimAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        files.Answers.TryClaimAsync(ids, Owner, cancellationToken);

    public Task<bool> HoldsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        files.Answers.IsClaimedForAsync(ids, Owner, cancellationToken);

    public Task ReleaseAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        files.Answers.ReleaseAsync(ids, Owner, cancellationToken);
}
