namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>The state of the requests for one segment; not safe for concurrent use.</summary>
internal sealed class Attempts(IRequestJournal journal)
{
    private RequestNote? _noted;
    private RequestNote? _underWay;

    public IRequestJournal Journal => journal;

    public int Made { get; set; }

    /// <summary>The total of the waits between attempts.</summary>
    public TimeSpan Waited { get; set; }

    public TimeSpan NextWait { get; set; }

    /// <summary>The total of the waits for a free slot at the service.</summary>
    public TimeSpan WaitedForSlot { get; set; }

    /// <summary>Of the latest request; see <see cref="RequestLimiter.Slot.Answered"/>.</summary>
    public Task<bool> Answered { get; set; } = Task.FromResult(false);

    /// <summary>Another segment claimed a response of this one from the history.</summary>
    public bool WasTaken { get; set; }

    /// <summary>The requests whose responses were lost, in this run or an earlier one.</summary>
    public LostRequest? Lost { get; private set; }

    /// <summary>An unusable response in the history, with its defect. It was billed, so the text isn't resent.</summary>
    public (RawSpeech Speech, string Defect)? UnusableCopy { get; set; }

    /// <summary>The history items that were fetched and are unusable.</summary>
    public HashSet<string> UnusableItems { get; } = new(StringComparer.Ordinal);

    /// <summary>The history items whose audio was deleted and for which that was logged.</summary>
    public HashSet<string> Gone { get; } = new(StringComparer.Ordinal);

    /// <summary>Resumes the request that an earlier run left open.</summary>
    public void Resume(LostRequest? lost) => (Lost, _noted) = (lost, lost?.Note);

    /// <summary>Notes a request before it is sent, and checks that it may be sent.</summary>
    public async Task BeginAsync(RequestNote note, CancellationToken cancellationToken)
    {
        await journal.NoteAsync(note, cancellationToken);
        _noted = note;
        await journal.RequireAllowedAsync(cancellationToken);
        _underWay = note;
    }

    /// <summary>The noted request has ended.</summary>
    /// <param name="responseWithin">See <see cref="LostRequest"/>; null if its response arrived or it wasn't billed.</param>
    public void Ended(TimeSpan? responseWithin)
    {
        if (responseWithin is { } within)
            Lost = new LostRequest(_underWay!, within);
        _underWay = null;
    }

    /// <summary>The response to the noted request is unusable. The note tells a later run which response to find a complete copy of.</summary>
    public async Task KeepUnusableAsync(RawSpeech speech, string defect, TimeSpan responseWithin)
    {
        // Billed: keep it even if the host is stopping.
        await journal.KeepUnusableAsync(speech, defect, CancellationToken.None);
        var note = _underWay! with { Unusable = new UnusableResponse(speech.Ids, defect) };
        await journal.NoteAsync(note, CancellationToken.None);
        _noted = note;
        Lost = new LostRequest(note, responseWithin);
        _underWay = null;
    }

    /// <summary>There is no complete copy of the unusable response. A later run doesn't search again.</summary>
    public async Task GiveUpAsync(UnusableResponse unusable)
    {
        var note = Lost!.Note with { Unusable = unusable with { IsFinal = true } };
        await journal.NoteAsync(note, CancellationToken.None);
        (Lost, _noted) = (Lost with { Note = note }, note);
        await journal.GiveUpAsync(unusable.Ids, CancellationToken.None);
    }

    /// <summary>There is no complete copy of the response of a failed take, and another take was requested.</summary>
    public async Task ForgetAsync(UnusableResponse inherited)
    {
        await journal.GiveUpAsync(inherited.Ids, CancellationToken.None);
        Lost = null;
    }

    /// <summary>Keeps the note only of a request that may have been billed, so that a later run doesn't search for a refused one.</summary>
    public async Task CloseNoteAsync()
    {
        var open = _underWay ?? Lost?.Note;
        if (open != _noted)
            await journal.NoteAsync(open, CancellationToken.None);
        _noted = open;
    }
}
