using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Voices;

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
}
