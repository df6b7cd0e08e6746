using System.Collections.Concurrent;
using AudioFunctions.Speech;

namespace AudioFunctions.Core.Tests.Speech;

/// <summary>A journal that outlives the speech service under test, and nothing else.</summary>
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

    /// <summary>As a run that died after it sent a request leaves it behind.</summary>
    public static MemoryJournal Open(DateTimeOffset sentAt) => new(new RequestNote("elevenlabs", "eleven_turbo_v2_5", sentAt, sentAt));

    public Task<RequestNote?> FindAsync(CancellationToken cancellationToken) => Task.FromResult(Notes is [.., var last] ? last : null);

    public Task NoteAsync(RequestNote? note, CancellationToken cancellationToken)
    {
        _notes.Enqueue(note);
        return Task.CompletedTask;
    }

    public Task<bool> TryClaimAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => Task.FromResult(!ids.Any(Taken.Contains));

    public Task ReleaseAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class SpeechServiceExtensions
{
    /// <summary>Speaks a segment that nobody has asked for before.</summary>
    public static Task<RawSpeech> SpeakAsync(this ISpeechService speech, SpeechSegment segment, CancellationToken cancellationToken) =>
        speech.SpeakAsync(segment, new MemoryJournal(), cancellationToken);
}
