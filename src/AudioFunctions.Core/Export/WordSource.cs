using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using AudioFunctions.Words;

namespace AudioFunctions.Export;

/// <summary>The words of an exported beat.</summary>
/// <param name="StartMs">Start of the beat if all follow one another.</param>
/// <param name="IsEstimated">As <see cref="EstimatedWords.AreIn"/>.</param>
/// <param name="Lines">Words by line index, timed in the exported recording; empty if unknown.</param>
internal sealed record BeatWords(string BeatId, int StartMs, bool IsEstimated, IReadOnlyList<(int Line, TimedLine Words)> Lines)
{
    public IReadOnlyList<TimedLine> TimedLines() => [.. Lines.Select(line => line.Words)];

    /// <summary>Null if the line has none.</summary>
    /// <param name="laterMs">Added to all times.</param>
    public IReadOnlyList<TimedWord>? WordsOf(int line, int laterMs = 0) =>
        Lines.Where(known => known.Line == line).Select(known => known.Words.Later(laterMs).Words).FirstOrDefault();
}

/// <summary>Finds the time of each word of an export.</summary>
internal sealed class WordSource(ScriptArchive scripts, VoiceProfileStore voices, TakeFiles takes, TakeRemaking remaking)
{
    /// <returns>In the order of the plan's items.</returns>
    public async Task<IReadOnlyList<BeatWords>> ReadAsync(SessionRecord session, ExportPlan plan, CancellationToken cancellationToken)
    {
        var script = await scripts.ReadParsedAsync(session.SessionId, cancellationToken);
        var texts = await WrittenTexts.ReadAsync(scripts, session.SessionId, script, cancellationToken);
        var speakers = await voices.ByCharacterAsync(cancellationToken);
        var timings = new TimingSource(takes, remaking);
        var (beats, startMs) = (new List<BeatWords>(), 0);
        foreach (var item in plan.Items)
        {
            var take = item.TakeOf(session.SessionId);
            var sheet = await takes.ReadMetadataAsync(take, cancellationToken);
            var beat = script.BeatOf(item.BeatId);
            var words = item.InExport(await timings.WordsAsync(take, sheet, beat, cancellationToken));
            var pauses = item.InExport(await timings.PausesAsync(take, beat, cancellationToken));
            var isEstimated = EstimatedWords.AreIn(words, sheet.Provider);
            beats.Add(new BeatWords(item.BeatId, startMs, isEstimated, Lines(beat, words, pauses, texts, speakers)));
            startMs += item.FitMs ?? sheet.UnencodedDurationMs;
        }

        return beats;
    }

    private static IReadOnlyList<(int Line, TimedLine Words)> Lines(
        Beat beat, IReadOnlyList<WordTiming> words, IReadOnlyList<PlacedPause> pauses, WrittenTexts texts, IReadOnlyDictionary<string, VoiceProfile> speakers) =>
    [
        .. words.GroupBy(word => word.Line).Select(line => (
            line.Key,
            new TimedLine(Speakers.NameOf(beat.Lines[line.Key].Character, speakers), texts.WordsOf(beat.BeatId, line.Key, [.. line]))
            {
                Pauses = [.. pauses.Where(pause => pause.Line == line.Key)],
            })),
    ];
}
