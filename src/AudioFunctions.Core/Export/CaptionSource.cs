using AudioFunctions.Captions;
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
        var timings = new TimingSource(takes, remaking);
        var beats = new List<CaptionedBeat>();
        foreach (var item in plan.Items)
        {
            var take = session.Beats.First(beat => beat.BeatId == item.BeatId).Takes.First(take => take.TakeId == item.TakeId);
            var beat = script.BeatOf(item.BeatId);
            var pauses = item.InExport(await timings.PausesAsync(item.TakeOf(session.SessionId), beat, cancellationToken));
            var words = item.InExport(await timings.WordsForCuesAsync(item.TakeOf(session.SessionId), beat, cancellationToken));
            // A line without words would only flash up in a silence.
            var spoken = take.Lines.Where(timing => !beat.Lines[timing.Line].IsSilent).ToList();
            var lines = spoken.Select(timing => new CaptionedLine(
                texts.Of(item.BeatId, timing.Line),
                Speakers.NameOf(beat.Lines[timing.Line].Character, speakers),
                item.Moment(timing.StartMs),
                item.Moment(timing.EndMs),
                [.. pauses.Where(pause => pause.Line == timing.Line)])
            {
                Words = texts.WordsOf(item.BeatId, timing.Line, [.. words.Where(word => word.Line == timing.Line)]),
            });
            beats.Add(new CaptionedBeat(item, [.. lines], [.. spoken.Select(timing => timing.Line)]));
        }

        return beats;
    }
}
