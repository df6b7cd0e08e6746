namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>
/// Records which segment claimed which response, by request id and history item id, so that no two segments use the same response before
/// either is stored. Keeps the last few thousand of this process; safe for concurrent use.
/// </summary>
internal sealed class ClaimedResponses
{
    private const int Capacity = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>False if another owner has any of the ids; then none is added.</summary>
    public bool TryClaim(string owner, IReadOnlyList<string> ids)
    {
        lock (_lock)
        {
            if (ids.Any(id => _owners.TryGetValue(id, out var other) && other != owner))
                return false;

            foreach (var id in ids)
            {
                if (_owners.TryAdd(id, owner))
                    _order.Enqueue(id);
            }

            while (_order.Count > Capacity)
            {
                _owners.Remove(_order.Dequeue());
            }

            return true;
        }
    }

    /// <summary>Releases a response that wasn't used. (Its entry in the order of age stays.)</summary>
    public void Release(IReadOnlyList<string> ids)
    {
        lock (_lock)
        {
            foreach (var id in ids)
            {
                _owners.Remove(id);
            }
        }
    }
}
