using AudioFunctions.Pronunciations;
using AudioFunctions.Takes;

namespace AudioFunctions.Voices;

/// <summary>The body of <c>PUT pronunciations/{project}</c>; a client can send back the response of a <c>GET</c>.</summary>
internal sealed record PronunciationBody(
    string? Project, IReadOnlyList<UncheckedRule?>? Rules, IReadOnlyDictionary<string, IReadOnlyList<UncheckedRule?>?>? Characters);

/// <summary>The rules of a project in a response.</summary>
public sealed record PronunciationResponse(
    string Project, IReadOnlyList<PronunciationRule> Rules, IReadOnlyDictionary<string, IReadOnlyList<PronunciationRule>> Characters);

/// <summary>The rules after a change, with the takes that it made stale.</summary>
public sealed record ChangedPronunciations(
    string Project,
    IReadOnlyList<PronunciationRule> Rules,
    IReadOnlyDictionary<string, IReadOnlyList<PronunciationRule>> Characters,
    StaleReport Stale);
