namespace AudioFunctions.Speech;

/// <summary>A voice that the speech account can use; a voice profile refers to it by its id.</summary>
/// <param name="Category">For instance <c>premade</c> or <c>cloned</c>; null if the service doesn't say.</param>
/// <param name="Labels">What the service says about it: accent, age, use case.</param>
/// <param name="PreviewUrl">A short recording that can be fetched without a key; or null.</param>
public sealed record AvailableVoice(
    string VoiceId, string Name, string? Category, string? Description, IReadOnlyDictionary<string, string> Labels, Uri? PreviewUrl);

/// <param name="Continuation">The start of the next page; null on the last page.</param>
public sealed record AvailableVoices(IReadOnlyList<AvailableVoice> Voices, string? Continuation);

/// <param name="Search">Words to find in name, description or labels; null for all voices.</param>
/// <param name="Limit">1–100.</param>
/// <param name="Continuation">From the previous page; null for the first page.</param>
public sealed record VoiceSearch(string? Search, int Limit, string? Continuation)
{
    /// <summary>The limit of both strings, in characters.</summary>
    public const int MaxLength = 500;
    public const int MaxLimit = 100;
    public const int DefaultLimit = 20;
}
