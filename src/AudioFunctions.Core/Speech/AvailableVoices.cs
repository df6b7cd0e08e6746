namespace AudioFunctions.Speech;

/// <summary>A voice that the speech account can use; a voice profile names it by its id.</summary>
/// <param name="Category">For instance <c>premade</c> or <c>cloned</c>, if the service says so.</param>
/// <param name="Labels">What the service says of it: accent, age, use case.</param>
/// <param name="PreviewUrl">A short recording, to be fetched without a key; or null.</param>
public sealed record AvailableVoice(
    string VoiceId, string Name, string? Category, string? Description, IReadOnlyDictionary<string, string> Labels, Uri? PreviewUrl);

/// <param name="Continuation">Where the next page begins; null on the last one.</param>
public sealed record AvailableVoices(IReadOnlyList<AvailableVoice> Voices, string? Continuation);

/// <param name="Search">Words that name, description or labels hold; null for all voices.</param>
/// <param name="Limit">1–100.</param>
/// <param name="Continuation">Of the page before, or null for the first one.</param>
public sealed record VoiceSearch(string? Search, int Limit, string? Continuation)
{
    /// <summary>Of the words, and of the continuation, in characters.</summary>
    public const int MaxLength = 500;
    public const int MaxLimit = 100;
    public const int DefaultLimit = 20;
}
