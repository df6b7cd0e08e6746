using AudioFunctions.Scripts;

namespace AudioFunctions.Core.Tests.Scripts.Properties;

/// <summary>A script as a writer thinks of it: what each line says anew. Null means that nothing is written.</summary>
internal sealed record WrittenScript(
    string Title, string Project, string? DefaultCharacter, Pace? DefaultPace, PauseMode? PauseMode, IReadOnlyList<WrittenBeat> Beats);

internal sealed record WrittenBeat(string Id, string Name, IReadOnlyList<WrittenLine> Lines);

/// <param name="Direction">Empty clears it.</param>
internal sealed record WrittenLine(
    string? Character,
    string? Direction,
    Pace? Pace,
    double? Stability,
    double? Style,
    IReadOnlyList<WrittenPhrase> Phrases,
    int? PauseAfter);

/// <summary>Words under one emphasis.</summary>
internal sealed record WrittenPhrase(bool IsPlain, bool IsStrong, IReadOnlyList<WrittenWord> Words);

/// <param name="Space">Before the word, where there is no pause and where it is not the line's first.</param>
internal sealed record WrittenWord(string Text, string Space, int? PauseBefore);
