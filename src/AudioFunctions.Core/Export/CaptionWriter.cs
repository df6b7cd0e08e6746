using System.Text;
using AudioFunctions.Audio;
using AudioFunctions.Captions;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Voices;

namespace AudioFunctions.Export;

/// <summary>Writes the captions of an export from the line timings of its takes. May run again.</summary>
public sealed class CaptionWriter(
    ScriptArchive scripts, VoiceProfileStore voices, TakeFiles takes, TakeRemaking remaking, ExportFiles files)
{
    /// <param name="master">Gets captions too, where there is one.</param>
    public async Task<IReadOnlyList<ExportedCaptions>> WriteAsync(
        ExportRun run, SessionRecord session, ExportPlan plan, ExportedMaster? master, CancellationToken cancellationToken)
    {
        var script = await scripts.ReadParsedAsync(session.SessionId, cancellationToken);
        var texts = await WrittenTexts.ReadAsync(scripts, session.SessionId, script, cancellationToken);
        var speakers = await voices.ByCharacterAsync(cancellationToken);
        var written = new List<ExportedCaptions>();
        var all = new List<CaptionedLine>();
        foreach (var (index, item) in plan.Items.Index())
        {
            var take = session.Beats.First(beat => beat.BeatId == item.BeatId).Takes.First(take => take.TakeId == item.TakeId);
            var beat = script.BeatOf(item.BeatId);
            var pauses = await PausesAsync(item.TakeOf(session.SessionId), beat, cancellationToken);
            // A line with nothing to say would flash up in a silence.
            var lines = take.Lines.Where(timing => !beat.Lines[timing.Line].IsSilent)
                .Select(timing => Captioned(
                    texts.Of(item.BeatId, timing.Line), beat.Lines[timing.Line].Character, timing, pauses, speakers))
                .ToList();
            var cues = CueList.For(lines, take.AudioDurationMs);
            written.AddRange(await WriteAsync(run, item.BeatId, item.BeatId, cues, cancellationToken));
            if (master is not null)
                all.AddRange(lines.Select(line => line.Later(master.Parts[index].StartMs)));
        }

        if (master is not null)
        {
            var cues = CueList.For(all, master.UnencodedDurationMs);
            written.AddRange(await WriteAsync(run, beatId: null, plan.MasterStem(), cues, cancellationToken));
        }

        return written;
    }

    /// <summary>
    /// Where the beat's longer inner pauses are in the take: as it was noted when the take was made, or else as making it again finds out.
    /// None where neither can be had; its lines are then not divided.
    /// </summary>
    private async Task<IReadOnlyList<PlacedPause>> PausesAsync(TakeKey take, Beat beat, CancellationToken cancellationToken)
    {
        if (!beat.Lines.Any(line => line.InnerPauses.Any(pause => pause.Ms >= CueList.LeastPauseMs)))
            return [];
        if ((await takes.FindMetadataAsync(take, cancellationToken))?.Pauses is { } noted)
            return noted;
        return (await remaking.FindAsync(take, cancellationToken))?.Pauses ?? [];
    }

    private static CaptionedLine Captioned(
        string text, string character, LineTiming timing, IReadOnlyList<PlacedPause> pauses, IReadOnlyDictionary<string, VoiceProfile> speakers)
    {
        return new CaptionedLine(text, Speakers.NameOf(character, speakers), timing.StartMs, timing.EndMs, [.. pauses.Where(pause => pause.Line == timing.Line)]);
    }

    private async Task<IReadOnlyList<ExportedCaptions>> WriteAsync(
        ExportRun run, string? beatId, string stem, IReadOnlyList<Cue> cues, CancellationToken cancellationToken) =>
    [
        new(beatId, await WriteTextAsync(run, stem + ExportFiles.SubRipEnding, SubRip.Write(cues), cancellationToken)),
        new(beatId, await WriteTextAsync(run, stem + ExportFiles.WebVttEnding, WebVtt.Write(cues), cancellationToken)),
    ];

    private Task<ExportedCopy> WriteTextAsync(ExportRun run, string fileName, string text, CancellationToken cancellationToken) =>
        files.WriteAsync(run, fileName, new MemoryStream(Encoding.UTF8.GetBytes(text)), cancellationToken);
}
