namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>
/// Which answers have been handed out already, by request id and history item id, so that no two segments get the same one.
/// The last few thousand of this process; safe for concurrent use.
/// </summary>
internal sealed class UsedAnswers
{
    private const int Capacity = 20_000;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>False where any of the ids is in use; then none is added.</summary>
    public bool TryClaim(params IEnumerable<string?> ids)
    {
        var given = ids.OfType<string>().Distinct().ToList();
        lock (_lock)
        {
            if (given.Exists(_ids.Contains))
                return false;

            foreach (var id in given)
            {
                _ids.Add(id);
                _order.Enqueue(id);
            }

            while (_order.Count > Capacity)
            {
                _ids.Remove(_order.Dequeue());
            }

            return true;
        }
    }

    /// <summary>Gives back what could not be used after all. (Its place in the order of age stays taken.)</summary>
    public void Release(params IEnumerable<string?> ids)
    {
        lock (_lock)
        {
            foreach (var id in ids.OfType<string>())
            {
                _ids.Remove(id);
            }
        }
    }
}
