using System.Text;
using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using AudioFunctions.Words;

namespace AudioFunctions.Export;

/// <summary>Writes when each word of an export is said: for each beat, and for all of them one behind the other. May run again.</summary>
public sealed class WordWriter(ScriptArchive scripts, VoiceProfileStore voices, TakeFiles takes, TakeRemaking remaking, ExportFiles files)
{
    private const string Whole = "words";

    /// <param name="master">Tells where each beat starts; without one, the lengths of the takes do.</param>
    public async Task<ExportedWords> WriteAsync(
        ExportRun run, SessionRecord session, ExportPlan plan, ExportedMaster? master, CancellationToken cancellationToken)
    {
        var script = await scripts.ReadParsedAsync(session.SessionId, cancellationToken);
        var texts = await WrittenTexts.ReadAsync(scripts, session.SessionId, script, cancellationToken);
        var speakers = await voices.ByCharacterAsync(cancellationToken);
        var (written, warnings, all) = (new List<ExportedWordFile>(), new List<string>(), new List<TimedLine>());
        var (startMs, isEstimated) = (0, false);
        foreach (var (index, item) in plan.Items.Index())
        {
            var take = item.TakeOf(session.SessionId);
            var sheet = await takes.ReadMetadataAsync(take, cancellationToken);
            if (await WordsAsync(take, sheet, cancellationToken) is { } words)
            {
                var lines = Lines(script.BeatOf(item.BeatId), words, line => texts.Of(item.BeatId, line), speakers);
                var isOffline = sheet.Provider == Speech.SpeechOptions.OfflineProvider;
                isEstimated |= isOffline;
                written.AddRange(await WriteAsync(run, item.BeatId, $"{item.BeatId}.{Whole}", lines, isOffline, cancellationToken));
                all.AddRange(lines.Select(line => line.Later(master?.Parts[index].StartMs ?? startMs)));
            }
            else
                warnings.Add($"Beat {item.BeatId} has no word timings: its speech came without times that fit it.");

            startMs += sheet.UnencodedDurationMs;
        }

        written.AddRange(await WriteAsync(run, beatId: null, Whole, all, isEstimated, cancellationToken));
        return new ExportedWords(written, warnings);
    }

    /// <summary>As noted when the take was made; of an older take, as making it again finds out. Null if neither can be had.</summary>
    private async Task<IReadOnlyList<WordTiming>?> WordsAsync(TakeKey take, TakeMetadata sheet, CancellationToken cancellationToken)
    {
        // Words and verdict are kept in the same sheets: one with a verdict and no words had no times that fit.
        if (sheet.Words is not null || sheet.Quality is not null)
            return sheet.Words;
        return (await remaking.FindAsync(take, cancellationToken))?.Words;
    }

    private static IReadOnlyList<TimedLine> Lines(
        Beat beat, IReadOnlyList<WordTiming> words, Func<int, string> textOf, IReadOnlyDictionary<string, VoiceProfile> speakers) =>
    [
        .. words.GroupBy(word => word.Line).Select(line =>
        {
            var spoken = beat.Lines[line.Key];
            // Capitals have the length of what they stand for; if not, the words are shown as they are spoken.
            var text = textOf(line.Key) is var written && written.Length == spoken.Text.Length ? written : spoken.Text;
            return new TimedLine(Speakers.NameOf(spoken.Character, speakers), WrittenWords.Of(text, [.. line]));
        }),
    ];

    private async Task<IReadOnlyList<ExportedWordFile>> WriteAsync(
        ExportRun run, string? beatId, string stem, IReadOnlyList<TimedLine> lines, bool isEstimated, CancellationToken cancellationToken)
    {
        var json = await files.WriteAsync(run, stem + ".json", new MemoryStream(RemotionCaptions.Write(lines)), cancellationToken);
        var karaoke = new MemoryStream(Encoding.UTF8.GetBytes(KaraokeSubtitles.Write(lines)));
        var ass = await files.WriteAsync(run, stem + ExportFiles.KaraokeEnding, karaoke, cancellationToken);
        return [new(beatId, isEstimated, json), new(beatId, isEstimated, ass)];
    }
}
