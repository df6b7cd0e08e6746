using AudioFunctions.Audio;
using AudioFunctions.Captions;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Voices;

namespace AudioFunctions.Export;

/// <summary>An exported beat, for captions.</summary>
/// <param name="Lines">The lines with words, timed in the exported recording.</param>
/// <param name="Indexes">The index of each of them in its beat.</param>
internal sealed record CaptionedBeat(ExportItem Item, IReadOnlyList<CaptionedLine> Lines, IReadOnlyList<int> Indexes);

/// <summary>Finds the lines for captions: as displayed, with their times in the export.</summary>
internal sealed class CaptionSource(ScriptArchive scripts, VoiceProfileStore voices, TakeFiles takes, TakeRemaking remaking)
{
    /// <returns>In the order of the plan's items.</returns>
    public async Task<IReadOnlyList<CaptionedBeat>> ReadAsync(SessionRecord session, ExportPlan plan, CancellationToken cancellationToken)
    {
        var script = await scripts.ReadParsedAsync(session.SessionId, cancellationToken);
        var texts = await WrittenTexts.ReadAsync(scripts, session.SessionId, script, cancellationToken);
        var speakers = await voices.ByCharacterAsync(cancellationToken);
        var beats = new List<CaptionedBeat>();
        foreach (var item in plan.Items)
        {
            var take = session.Beats.First(beat => beat.BeatId == item.BeatId).Takes.First(take => take.TakeId == item.TakeId);
            var beat = script.BeatOf(item.BeatId);
            var pauses = await PausesAsync(item.TakeOf(session.SessionId), beat, cancellationToken);
            // A line without words would only flash up in a silence.
            var spoken = take.Lines.Where(timing => !beat.Lines[timing.Line].IsSilent).ToList();
            var lines = spoken.Select(timing => new CaptionedLine(
                texts.Of(item.BeatId, timing.Line),
                Speakers.NameOf(beat.Lines[timing.Line].Character, speakers),
                item.Moment(timing.StartMs),
                item.Moment(timing.EndMs),
                [.. pauses.Where(pause => pause.Line == timing.Line).Select(pause => InRecording(pause, item))]));
            beats.Add(new CaptionedBeat(item, [.. lines], [.. spoken.Select(timing => timing.Line)]));
        }

        return beats;
    }

    private static PlacedPause InRecording(PlacedPause pause, ExportItem item) =>
        pause with { StartMs = item.Moment(pause.StartMs), EndMs = item.Moment(pause.EndMs) };

    /// <summary>
    /// Where the beat's longer inner pauses are in the take: as stored with the take, or else as found by assembling it again. Empty if neither
    /// is possible; its lines are then not divided.
    /// </summary>
    private async Task<IReadOnlyList<PlacedPause>> PausesAsync(TakeKey take, Beat beat, CancellationToken cancellationToken)
    {
        if (!beat.Lines.Any(line => line.InnerPauses.Any(pause => pause.Ms >= CueList.LeastPauseMs)))
            return [];
        if ((await takes.FindMetadataAsync(take, cancellationToken))?.Pauses is { } noted)
            return noted;
        return (await remaking.FindAsync(take, cancellationToken))?.Pauses ?? [];
    }
}
