using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Sessions;
using AudioFunctions.Voices;
using AudioFunctions.Words;

namespace AudioFunctions.Export;

/// <summary>
/// The lines of a session as written, without the capitals in which <c>**word**</c> is spoken. The stored parsed script has the lines as
/// spoken, so the text of the script is parsed again.
/// </summary>
internal sealed class WrittenTexts
{
    private readonly Script _spoken;
    private readonly Script? _written;

    private WrittenTexts(Script spoken, Script? written)
    {
        _spoken = spoken;
        _written = written;
    }

    public static async Task<WrittenTexts> ReadAsync(ScriptArchive scripts, string sessionId, Script spoken, CancellationToken cancellationToken)
    {
        var hasCapitals = spoken.Beats.Any(beat => beat.Lines.Any(line => line.StrongEmphasisWords.Count > 0));
        if (!hasCapitals || await scripts.FindTextAsync(sessionId, cancellationToken) is not { } text)
            return new WrittenTexts(spoken, written: null);

        // Parse it with the characters it was accepted with, because a voice may have been deleted since.
        var characters = spoken.Beats.SelectMany(beat => beat.Lines).Select(line => line.Character).Append(spoken.DefaultCharacter)
            .Select(VoiceCharacters.Normalize).ToHashSet(StringComparer.Ordinal);
        return new WrittenTexts(spoken, ScriptReader.Read(text.Span, new ScriptContext(characters, spoken.Project)).Script);
    }

    /// <summary>As spoken if the script's text doesn't match the parsed script, for instance after a change of the language.</summary>
    public string Of(string beatId, int line)
    {
        var spoken = _spoken.BeatOf(beatId).Lines[line].Text;
        var read = _written?.Beats.FirstOrDefault(beat => beat.BeatId == beatId)?.Lines.ElementAtOrDefault(line);
        return read?.Text == spoken ? read.Written ?? spoken : spoken;
    }

    /// <summary>The words of a line, spelled as written.</summary>
    /// <param name="spoken">Their times, in order; none if they are unknown.</param>
    public IReadOnlyList<TimedWord> WordsOf(string beatId, int line, IReadOnlyList<WordTiming> spoken)
    {
        if (spoken.Count == 0)
            return [];
        // Capitals should be as long as the letters they replace; if not, show the words as spoken.
        var text = _spoken.BeatOf(beatId).Lines[line].Text;
        return WrittenWords.Of(Of(beatId, line) is var written && written.Length == text.Length ? written : text, spoken);
    }
}
