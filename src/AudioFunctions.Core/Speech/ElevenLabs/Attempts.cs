namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>What has happened to one segment so far; used by one caller at a time.</summary>
internal sealed class Attempts(IRequestJournal journal)
{
    private RequestNote? _noted;
    private RequestNote? _underWay;

    public IRequestJournal Journal => journal;

    public int Made { get; set; }

    /// <summary>All waits between attempts together.</summary>
    public TimeSpan Waited { get; set; }

    public TimeSpan NextWait { get; set; }

    /// <summary>All waits for room at the service together.</summary>
    public TimeSpan WaitedForRoom { get; set; }

    /// <summary>Of the latest request: see <see cref="RequestLimiter.Place.Answered"/>.</summary>
    public Task<bool> Answered { get; set; } = Task.FromResult(false);

    /// <summary>An answer that arrived had been taken from the history by another segment.</summary>
    public bool WasTaken { get; set; }

    /// <summary>The requests whose answer got lost, in this run or an earlier one.</summary>
    public LostRequest? Lost { get; private set; }

    /// <summary>An answer in the history that can't be used, and what is wrong with it: it is paid for, so the text is not sent again.</summary>
    public (RawSpeech Speech, string Flaw)? UnusableCopy { get; set; }

    /// <summary>The history items that were fetched and can't be used.</summary>
    public HashSet<string> UnusableItems { get; } = new(StringComparer.Ordinal);

    /// <summary>The audio of these history items is gone, and was said to be.</summary>
    public HashSet<string> Gone { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes up what an earlier run left open.</summary>
    public void Resume(LostRequest? lost) => (Lost, _noted) = (lost, lost?.Note);

    /// <summary>Notes a request that is about to be sent, and makes sure that it may be.</summary>
    public async Task BeginAsync(RequestNote note, CancellationToken cancellationToken)
    {
        await journal.NoteAsync(note, cancellationToken);
        _noted = note;
        await journal.RequireAllowedAsync(cancellationToken);
        _underWay = note;
    }

    /// <summary>The noted request has ended.</summary>
    /// <param name="answerWithin">See <see cref="LostRequest"/>; null if its answer is there, or it was not paid for.</param>
    public void Ended(TimeSpan? answerWithin)
    {
        if (answerWithin is { } within)
            Lost = new LostRequest(_underWay!, within);
        _underWay = null;
    }

    /// <summary>The noted request was answered with what can't be used. A later run knows which answer to look for a whole copy of.</summary>
    public async Task KeepUnusableAsync(RawSpeech speech, string flaw, TimeSpan answerWithin)
    {
        // Paid for: not given up because the host is asked to stop.
        await journal.KeepUnusableAsync(speech, flaw, CancellationToken.None);
        var note = _underWay! with { Unusable = new UnusableAnswer(speech.Ids, flaw) };
        await journal.NoteAsync(note, CancellationToken.None);
        _noted = note;
        Lost = new LostRequest(note, answerWithin);
        _underWay = null;
    }

    /// <summary>There is no whole copy of what can't be used. A later run doesn't search again.</summary>
    public async Task GiveUpAsync(UnusableAnswer unusable)
    {
        var note = Lost!.Note with { Unusable = unusable with { IsFinal = true } };
        await journal.NoteAsync(note, CancellationToken.None);
        (Lost, _noted) = (Lost with { Note = note }, note);
        await journal.GiveUpAsync(unusable.Ids, CancellationToken.None);
    }

    /// <summary>There is no whole copy of what a failed take got, and another take was asked for.</summary>
    public async Task ForgetAsync(UnusableAnswer inherited)
    {
        await journal.GiveUpAsync(inherited.Ids, CancellationToken.None);
        Lost = null;
    }

    /// <summary>Leaves in the journal only what may have been paid for, so that a later run doesn't look for what was refused.</summary>
    public async Task SettleAsync()
    {
        var open = _underWay ?? Lost?.Note;
        if (open != _noted)
            await journal.NoteAsync(open, CancellationToken.None);
        _noted = open;
    }
}
