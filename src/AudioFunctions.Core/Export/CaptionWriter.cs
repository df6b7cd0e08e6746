using System.Text;
using AudioFunctions.Captions;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Voices;

namespace AudioFunctions.Export;

/// <summary>Writes the captions of an export from the line timings of its takes. May run again.</summary>
public sealed class CaptionWriter(
    ScriptArchive scripts, VoiceProfileStore voices, TakeFiles takes, TakeRemaking remaking, ExportFiles files)
{
    /// <param name="master">The master, which gets captions too; null if there is none.</param>
    public async Task<IReadOnlyList<ExportedCaptions>> WriteAsync(
        ExportRun run, SessionRecord session, ExportPlan plan, ExportedMaster? master, CancellationToken cancellationToken)
    {
        var beats = await new CaptionSource(scripts, voices, takes, remaking).ReadAsync(session, plan, cancellationToken);
        var written = new List<ExportedCaptions>();
        foreach (var beat in beats)
        {
            var cues = CueList.For(beat.Lines, beat.Item.LengthMs);
            written.AddRange(await WriteAsync(run, beat.Item.BeatId, beat.Item.BeatId, cues, cancellationToken));
        }

        if (master is not null)
        {
            var all = beats.SelectMany((beat, index) => beat.Lines.Select(line => line.Later(master.Parts[index].StartMs)));
            var cues = CueList.For(all, master.UnencodedDurationMs);
            written.AddRange(await WriteAsync(run, beatId: null, plan.MasterStem(), cues, cancellationToken));
        }

        return written;
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
