using System.Collections.Concurrent;
using AudioFunctions.Speech;

namespace AudioFunctions.Core.Tests.Speech;

/// <summary>A journal in memory, which outlives the speech service under test.</summary>
internal sealed class MemoryJournal : IRequestJournal
{
    private readonly ConcurrentQueue<RequestNote?> _notes = new();

    public MemoryJournal(RequestNote? earlier = null)
    {
        if (earlier is not null)
            _notes.Enqueue(earlier);
    }

    public string Owner { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Every note, in order.</summary>
    public IReadOnlyList<RequestNote?> Notes => [.. _notes];

    /// <summary>The ids that stored takes have.</summary>
    public HashSet<string> Taken { get; } = [];

    /// <summary>The ids that an earlier run of this segment reserved.</summary>
    public HashSet<string> Held { get; } = [];

    /// <summary>How many of the next responses another segment claims first.</summary>
    public int TakenFirst { get; set; }

    /// <summary>The journal of a run that died after it sent a request.</summary>
    public static MemoryJournal Open(DateTimeOffset sentAt) => new(new RequestNote("elevenlabs", "eleven_turbo_v2_5", sentAt, sentAt));

    public Task<RequestNote?> FindAsync(CancellationToken cancellationToken) => Task.FromResult(Notes is [.., var last] ? last : null);

    /// <summary>Why notes can't be removed, or null.</summary>
    public Exception? Outage { get; init; }

    public Task NoteAsync(RequestNote? note, CancellationToken cancellationToken)
    {
        if (note is null && Outage is not null)
            return Task.FromException(Outage);
        _notes.Enqueue(note);
        return Task.CompletedTask;
    }

    /// <summary>The reason for refusing the next request, or null.</summary>
    public SpeechException? Refusal { get; set; }

    public Task RequireAllowedAsync(CancellationToken cancellationToken) => Refusal is null ? Task.CompletedTask : Task.FromException(Refusal);

    public Task<bool> TryClaimAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (TakenFirst > 0)
        {
            TakenFirst--;
            Taken.UnionWith(ids);
        }

        return Task.FromResult(!ids.Any(Taken.Contains));
    }

    public Task<bool> HoldsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => Task.FromResult(ids.Any(Held.Contains));

    /// <summary>The unusable responses with their defects.</summary>
    public List<(RawSpeech Speech, string Defect)> Unusable { get; } = [];

    public Task KeepUnusableAsync(RawSpeech response, string defect, CancellationToken cancellationToken)
    {
        Unusable.Add((response, defect));
        return Task.CompletedTask;
    }

    public Task<UnusableResponse?> FindUnusableAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Unusable is [var (speech, defect), ..] ? new UnusableResponse(speech.Ids, defect) : null);

    public Task GiveUpAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        Taken.UnionWith(ids);
        return Task.CompletedTask;
    }

    public Task ReleaseAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class SpeechServiceExtensions
{
    /// <summary>Speaks a segment that hasn't been requested before.</summary>
    public static Task<RawSpeech> SpeakAsync(this ISpeechService speech, SpeechSegment segment, CancellationToken cancellationToken) =>
        speech.SpeakAsync(segment, new MemoryJournal(), cancellationToken);
}
