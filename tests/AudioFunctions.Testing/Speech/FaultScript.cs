using System.Collections.Concurrent;

namespace AudioFunctions.Testing.Speech;

/// <summary>Which requests fail, and how; safe to add to while requests come in.</summary>
public sealed class FaultScript
{
    private readonly ConcurrentQueue<SpeechFault> _speech = new();
    private readonly ConcurrentQueue<SpeechFault> _history = new();
    private readonly Lock _lock = new();
    private readonly List<TextFault> _byText = [];

    /// <summary>The next speech requests fail like this, in this order.</summary>
    public void Next(params SpeechFault[] faults) => Array.ForEach(faults, _speech.Enqueue);

    /// <summary>The next requests to the history (list or audio) fail like this, in this order.</summary>
    public void NextHistory(params SpeechFault[] faults) => Array.ForEach(faults, _history.Enqueue);

    /// <summary>Requests whose text contains <paramref name="part"/> fail like this, so many times.</summary>
    public void When(string part, SpeechFault fault, int times = int.MaxValue)
    {
        lock (_lock)
        {
            _byText.Add(new TextFault(part, fault) { Left = times });
        }
    }

    /// <summary>From now on no request fails for its text.</summary>
    public void ForgetTexts()
    {
        lock (_lock)
        {
            _byText.Clear();
        }
    }

    internal SpeechFault ForSpeech(string text)
    {
        lock (_lock)
        {
            if (_byText.Find(f => f.Left > 0 && text.Contains(f.Part, StringComparison.Ordinal)) is { } match)
            {
                match.Left--;
                return match.Fault;
            }
        }

        return _speech.TryDequeue(out var fault) ? fault : SpeechFault.None;
    }

    internal SpeechFault ForHistory() => _history.TryDequeue(out var fault) ? fault : SpeechFault.None;

    private sealed record TextFault(string Part, SpeechFault Fault)
    {
        public int Left { get; set; }
    }
}
