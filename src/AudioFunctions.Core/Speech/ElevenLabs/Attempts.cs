namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>What has happened to one segment so far; used by one caller at a time.</summary>
internal sealed class Attempts
{
    public int Made { get; set; }

    /// <summary>All waits between attempts together.</summary>
    public TimeSpan Waited { get; set; }

    public TimeSpan NextWait { get; set; }

    /// <summary>All waits for room at the service together.</summary>
    public TimeSpan WaitedForRoom { get; set; }

    /// <summary>Of the latest request: see <see cref="SpeechGate.Place.Answered"/>.</summary>
    public Task<bool> Answered { get; set; } = Task.FromResult(false);

    /// <summary>When the first request went out whose answer got lost: from then on the history may hold what was paid for.</summary>
    public DateTimeOffset? LostSince { get; set; }

    /// <summary>When the latest answer got lost.</summary>
    public DateTimeOffset LostAt { get; set; }
}
