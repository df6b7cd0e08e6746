using AudioFunctions.Pronunciations;

namespace AudioFunctions.Voices;

/// <summary>The body of <c>PUT pronunciations/{project}</c>; what a <c>GET</c> answered can be sent back.</summary>
internal sealed record PronunciationBody(
    string? Project, IReadOnlyList<GivenRule?>? Rules, IReadOnlyDictionary<string, IReadOnlyList<GivenRule?>?>? Characters);

/// <summary>The rules of a project, as they are shown.</summary>
public sealed record ShownPronunciations(
    string Project, IReadOnlyList<PronunciationRule> Rules, IReadOnlyDictionary<string, IReadOnlyList<PronunciationRule>> Characters);

/// <summary>The same after a change, with the takes it made stale.</summary>
public sealed record ChangedPronunciations(
    string Project,
    IReadOnlyList<PronunciationRule> Rules,
    IReadOnlyDictionary<string, IReadOnlyList<PronunciationRule>> Characters,
    StaleReport Stale);
