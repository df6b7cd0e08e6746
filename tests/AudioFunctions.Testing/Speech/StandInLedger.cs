using System.Text.Json.Nodes;

namespace AudioFunctions.Testing.Speech;

/// <param name="Body">The JSON as it came.</param>
/// <param name="Query">With its question mark.</param>
public sealed record StandInRequest(string VoiceId, string Query, string Body, string Text)
{
    /// <summary>When it came in, as a <see cref="System.Diagnostics.Stopwatch"/> timestamp.</summary>
    public long ArrivedAt { get; init; }
}

/// <summary>One finished request: what the account paid for.</summary>
/// <param name="VoiceId">Empty for a dialogue.</param>
/// <param name="Settings">The settings that were sent, or null.</param>
public sealed record StandInBill(
    string HistoryItemId, string RequestId, string VoiceId, string ModelId, string Text, JsonNode? Settings, int Cost, DateTimeOffset At)
{
    internal SpokenResponse? Speech { get; init; }

    /// <summary>Of a dialogue, whose text is all of them; null if it is none.</summary>
    public IReadOnlyList<StandInTurn>? Turns { get; init; }

    /// <summary>From when on the history shows it.</summary>
    internal DateTimeOffset ListedAt { get; init; }
}

/// <summary>What the stand-in has seen and sold; safe for concurrent use.</summary>
internal sealed class StandInLedger
{
    private readonly Lock _lock = new();
    private readonly List<StandInRequest> _requests = [];
    private readonly List<string> _violations = [];
    private readonly List<StandInBill> _bills = [];
    private int _underWay;

    public IReadOnlyList<StandInRequest> Requests => Snapshot(_requests);

    public IReadOnlyList<string> Violations => Snapshot(_violations);

    public IReadOnlyList<StandInBill> Bills => Snapshot(_bills);

    public int MaxUnderWay { get; private set; }

    public void Add(StandInRequest request) => Append(_requests, request);

    public void Add(StandInBill bill) => Append(_bills, bill);

    public void Violated(params IReadOnlyList<string> what)
    {
        lock (_lock)
        {
            _violations.AddRange(what);
        }
    }

    /// <returns>How many are under way, this one included.</returns>
    public int Enter()
    {
        lock (_lock)
        {
            MaxUnderWay = Math.Max(MaxUnderWay, ++_underWay);
            return _underWay;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            _underWay--;
        }
    }

    private List<T> Snapshot<T>(List<T> list)
    {
        lock (_lock)
        {
            return [.. list];
        }
    }

    private void Append<T>(List<T> list, T item)
    {
        lock (_lock)
        {
            list.Add(item);
        }
    }
}
