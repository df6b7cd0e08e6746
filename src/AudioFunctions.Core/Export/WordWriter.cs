using System.Text;
using AudioFunctions.Captions;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using AudioFunctions.Words;

namespace AudioFunctions.Export;

/// <summary>Writes the word timings of an export: for each beat, and for all of them in sequence. May run again.</summary>
public sealed class WordWriter(ScriptArchive scripts, VoiceProfileStore voices, TakeFiles takes, TakeRemaking remaking, ExportFiles files)
{
    private const string Whole = "words";

    /// <param name="master">Has the start of each beat; without one, the lengths of the beats determine it.</param>
    /// <param name="withCaptions">Whether to also write captions with word times.</param>
    public async Task<ExportedWords> WriteAsync(
        ExportRun run, SessionRecord session, ExportPlan plan, ExportedMaster? master, bool withCaptions, CancellationToken cancellationToken)
    {
        var beats = await new WordSource(scripts, voices, takes, remaking).ReadAsync(session, plan, cancellationToken);
        var (written, all) = (new List<ExportedWordFile>(), new List<TimedLine>());
        foreach (var (index, beat) in beats.Index().Where(beat => beat.Item.Lines.Count > 0))
        {
            written.AddRange(await WriteAsync(run, beat.BeatId, $"{beat.BeatId}.{Whole}", beat.TimedLines(), beat.IsEstimated, cancellationToken));
            all.AddRange(beat.TimedLines().Select(line => line.Later(master?.Parts[index].StartMs ?? beat.StartMs)));
        }

        written.AddRange(await WriteAsync(run, beatId: null, Whole, all, beats.Any(beat => beat.IsEstimated), cancellationToken));
        if (withCaptions)
            written.AddRange(await WriteCaptionsAsync(run, session, plan, master, beats, cancellationToken));
        return new ExportedWords(
            written,
            [.. beats.Where(beat => beat.Lines.Count == 0).Select(beat => $"Beat {beat.BeatId} has no word timings, because there is no voice in it.")]);
    }

    private async Task<IReadOnlyList<ExportedWordFile>> WriteAsync(
        ExportRun run, string? beatId, string stem, IReadOnlyList<TimedLine> lines, bool isEstimated, CancellationToken cancellationToken)
    {
        var json = await files.WriteAsync(run, stem + ".json", new MemoryStream(RemotionCaptions.Write(lines)), cancellationToken);
        var ass = await WriteTextAsync(run, stem + ExportFiles.KaraokeEnding, KaraokeSubtitles.Write(lines), cancellationToken);
        return [new(beatId, isEstimated, json), new(beatId, isEstimated, ass)];
    }

    /// <summary>WebVTT of each beat that has words, and of the master if there is one: <c>01_hook.words.vtt</c>, <c>master.words.vtt</c>.</summary>
    private async Task<IReadOnlyList<ExportedWordFile>> WriteCaptionsAsync(
        ExportRun run, SessionRecord session, ExportPlan plan, ExportedMaster? master, IReadOnlyList<BeatWords> words, CancellationToken cancellationToken)
    {
        const string Ending = $".{Whole}{ExportFiles.WebVttEnding}";
        var captioned = await new CaptionSource(scripts, voices, takes, remaking).ReadAsync(session, plan, cancellationToken);
        var written = new List<ExportedWordFile>();
        foreach (var (beat, timed) in captioned.Zip(words).Where(pair => pair.Second.Lines.Count > 0))
        {
            var text = WebVtt.Write(CueList.For(beat.Lines, beat.Item.LengthMs), [.. beat.Indexes.Select(line => timed.WordsOf(line))]);
            written.Add(new(timed.BeatId, timed.IsEstimated, await WriteTextAsync(run, timed.BeatId + Ending, text, cancellationToken)));
        }

        if (master is null)
            return written;
        var starts = master.Parts.Select(part => part.StartMs).ToList();
        var cues = CueList.For(captioned.SelectMany((beat, i) => beat.Lines.Select(line => line.Later(starts[i]))), master.UnencodedDurationMs);
        var all = captioned.SelectMany((beat, i) => beat.Indexes.Select(line => words[i].WordsOf(line, starts[i])));
        var whole = await WriteTextAsync(run, plan.MasterStem() + Ending, WebVtt.Write(cues, [.. all]), cancellationToken);
        return [.. written, new(null, words.Any(beat => beat.IsEstimated), whole)];
    }

    private Task<ExportedCopy> WriteTextAsync(ExportRun run, string fileName, string text, CancellationToken cancellationToken) =>
        files.WriteAsync(run, fileName, new MemoryStream(Encoding.UTF8.GetBytes(text)), cancellationToken);
}
