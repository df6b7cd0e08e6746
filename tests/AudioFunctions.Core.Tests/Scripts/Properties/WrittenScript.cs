using AudioFunctions.Scripts;

namespace AudioFunctions.Core.Tests.Scripts.Properties;

/// <summary>A script by its tags: what each line sets. Null means that no tag is written.</summary>
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

/// <summary>Words with the same emphasis.</summary>
internal sealed record WrittenPhrase(bool IsPlain, bool IsStrong, IReadOnlyList<WrittenWord> Words);

/// <param name="Space">The space before the word, if there is no pause and it isn't the line's first word.</param>
internal sealed record WrittenWord(string Text, string Space, int? PauseBefore);
