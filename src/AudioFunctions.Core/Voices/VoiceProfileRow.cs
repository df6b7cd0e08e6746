using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Voices;

/// <summary>A voice profile; RowKey is its character.</summary>
internal sealed class VoiceProfileRow : ITableEntity
{
    public const string Partition = "voice";

    public string PartitionKey { get; set; } = Partition;

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public string DisplayName { get; set; } = "";

    public string VoiceId { get; set; } = "";

    public double Stability { get; set; }

    public double SimilarityBoost { get; set; }

    public double Style { get; set; }

    public double Speed { get; set; }

    public string Description { get; set; } = "";

    public string? LanguageCode { get; set; }

    public string? ModelId { get; set; }

    public static VoiceProfileRow Of(VoiceProfile profile) => new()
    {
        RowKey = profile.Character,
        DisplayName = profile.DisplayName,
        VoiceId = profile.VoiceId,
        Stability = profile.Stability,
        SimilarityBoost = profile.SimilarityBoost,
        Style = profile.Style,
        Speed = profile.Speed,
        Description = profile.Description,
        LanguageCode = profile.LanguageCode,
        ModelId = profile.ModelId,
    };

    public VoiceProfile Profile() =>
        new(RowKey, DisplayName, VoiceId, Stability, SimilarityBoost, Style, Speed, Description, LanguageCode, ModelId);
}
