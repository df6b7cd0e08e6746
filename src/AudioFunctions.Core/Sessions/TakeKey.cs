using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace AudioFunctions.Sessions;

/// <summary>Names one take of one beat of one session, and its blobs in container <c>audio-production</c>.</summary>
/// <param name="Id">12 hex digits.</param>
public readonly record struct TakeKey(string SessionId, string BeatId, string Id)
{
    internal const string ContainerName = "audio-production";

    private const int IdLength = 12;
    private const string MetadataSuffix = ".sheet.json";
    private const string UnusableInfix = ".unusable-";
    private const string DialogueName = "dialogue-";

    /// <summary>The finished recording.</summary>
    public string AudioBlob => $"{Stem}.mp3";

    /// <summary>The plan, written before the first request, so that a run after a crash speaks the same.</summary>
    public string PlanBlob => $"{Stem}.plan.json";

    /// <summary>The results of assembling: line timings and warnings.</summary>
    [JsonPropertyName("sheet_blob")] // as stored histories have it
    public string MetadataBlob => Stem + MetadataSuffix;

    /// <summary>Data determined later, by assembling the take again.</summary>
    public string TimingsBlob => $"{Stem}.timings.json";

    /// <summary>Container and blob of the recording, as stored with the take.</summary>
    public string AudioPath => $"{ContainerName}/{AudioBlob}";

    /// <summary>The prefix of the names of all its blobs.</summary>
    internal string BlobPrefix => $"{Stem}.";

    /// <summary>The prefix of the names of its <see cref="RawBlob"/>s.</summary>
    internal string RawBlobPrefix => $"{Stem}.raw-";

    /// <summary>The prefix of the names of its <see cref="UnusableBlob"/>s.</summary>
    internal string UnusableBlobPrefix => Stem + UnusableInfix;

    /// <summary>The prefix of the names of its <see cref="RequestBlob"/>s.</summary>
    internal string RequestBlobPrefix => $"{Stem}.request-";

    private string Stem => $"{SessionId}/{BeatId}_{Id}";

    /// <summary>The speech service's unchanged response for a segment, or for a dialogue of several segments.</summary>
    public string RawBlob(int segment) => $"{RawBlobPrefix}{NameOf(segment)}.json";

    /// <summary>An unusable response of the speech service for a segment or a dialogue; it was billed.</summary>
    public string UnusableBlob(int segment) => $"{UnusableBlobPrefix}{NameOf(segment)}.json";

    /// <summary>The note of the requests sent for a segment or a dialogue, written before each.</summary>
    public string RequestBlob(int segment) => $"{RequestBlobPrefix}{NameOf(segment)}.json";

    /// <summary>Whether a blob is an <see cref="UnusableBlob"/>. Beat ids contain no dot.</summary>
    internal static bool IsUnusable(string blob) => blob.Contains(UnusableInfix, StringComparison.Ordinal);

    /// <summary>Whether the rest of a blob's name, after its beat, starts with a take id.</summary>
    internal static bool IsIdIn(ReadOnlySpan<char> rest) => rest.IndexOf('.') == IdLength;

    /// <summary>The <see cref="MetadataBlob"/> of the take that a blob belongs to. Beat ids contain no dot.</summary>
    internal static string MetadataBlobBeside(string blob) => blob[..blob.IndexOf('.', blob.LastIndexOf('/'))] + MetadataSuffix;

    /// <summary>The take that a blob belongs to. Beat ids contain no dot.</summary>
    /// <returns>The default for a blob whose name isn't that of a take.</returns>
    internal static TakeKey Of(string sessionId, string blob)
    {
        var name = blob.AsSpan(sessionId.Length + 1);
        var at = name.IndexOf('.') - IdLength;
        return at > 1 && name[at - 1] == '_' ? new TakeKey(sessionId, name[..(at - 1)].ToString(), name.Slice(at, IdLength).ToString()) : default;
    }

    /// <summary>The segment or dialogue that one of its <see cref="RawBlob"/>s belongs to; null for any other blob.</summary>
    internal int? SegmentOfRaw(string blob)
    {
        if (Id is null || !blob.StartsWith(RawBlobPrefix, StringComparison.Ordinal))
            return null;
        var name = blob.AsSpan(RawBlobPrefix.Length);
        name = name[..Math.Max(name.IndexOf('.'), 0)];
        var isDialogue = name.StartsWith(DialogueName, StringComparison.Ordinal);
        return int.TryParse(isDialogue ? name[DialogueName.Length..] : name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? isDialogue ? -index : index
            : null;
    }

    /// <summary>A dialogue's index is negative.</summary>
    private static string NameOf(int segment) => segment < 0 ? $"{DialogueName}{-segment:D2}" : $"{segment:D2}";

    /// <summary>
    /// The take id for <paramref name="parts"/>; the same parts always give the same id. An orchestrator may be replayed at another time although
    /// its activities have already run, so the parts must be committed: ids, and a seed that is stored.
    /// </summary>
    public static string IdFrom(params IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..IdLength];
}
