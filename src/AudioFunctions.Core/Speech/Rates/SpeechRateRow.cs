using AudioFunctions.Scripts;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Speech.Rates;

/// <summary>The sums of one voice: PartitionKey is provider and model, RowKey the voice.</summary>
internal sealed class SpeechRateRow : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public string Character { get; set; } = "";

    public string VoiceId { get; set; } = "";

    /// <summary>The name of a <see cref="Scripts.PauseMode"/>.</summary>
    public string PauseMode { get; set; } = "";

    public double SpeechMs { get; set; }

    public double Characters { get; set; }

    public double Credits { get; set; }

    public double BilledCharacters { get; set; }

    public static string Partition(string provider, string model) => $"{provider} {model}";

    public static string Key(RatedVoice voice) => $"{voice.Character} {voice.VoiceId} {voice.PauseMode}";

    /// <summary>The row of a voice without samples.</summary>
    public static SpeechRateRow Of(string partition, RatedVoice voice) => new()
    {
        PartitionKey = partition,
        RowKey = Key(voice),
        Character = voice.Character,
        VoiceId = voice.VoiceId,
        PauseMode = voice.PauseMode.ToString(),
    };

    public void Add(SpeechTotals sample) => (SpeechMs, Characters, Credits, BilledCharacters) = (Totals() + sample).Aged();

    public SpeechSample Sample(string model) => new(
        new RatedVoice(Character, VoiceId, Enum.TryParse<PauseMode>(PauseMode, out var mode) ? mode : Scripts.PauseMode.Add), model, Totals());

    private SpeechTotals Totals() => new(SpeechMs, Characters, Credits, BilledCharacters);
}
