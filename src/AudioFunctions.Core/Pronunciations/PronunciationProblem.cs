namespace AudioFunctions.Pronunciations;

/// <param name="Field">Path in the JSON: <c>rules[3].say</c>, <c>characters.boomer[0].from</c>.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">A sentence that says what the field may contain.</param>
public sealed record PronunciationProblem(string Field, string Code, string Message);
