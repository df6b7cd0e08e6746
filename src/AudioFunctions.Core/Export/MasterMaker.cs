using AudioFunctions.Audio;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Takes;

namespace AudioFunctions.Export;

/// <summary>
/// Makes the master: every selected take again from its raw speech, joined in PCM and encoded once, so that nothing in it has been through
/// a lossy encoder more often than in its take. May run again.
/// </summary>
public sealed class MasterMaker(TakeFiles takes, ExportFiles files, TakeAssembler assembler, AudioMeter meter, ScratchFolders scratch)
{
    public async Task<ExportedMaster> MakeAsync(ExportRun run, ExportPlan plan, CancellationToken cancellationToken)
    {
        using var track = assembler.StartTrack();
        var parts = new List<MasterPart>();
        var warnings = new List<string>();
        foreach (var item in plan.Items)
        {
            var startMs = track.DurationMs;
            warnings.AddRange(await AppendAsync(track, item.TakeOf(run.SessionId), cancellationToken));
            parts.Add(new MasterPart(item.BeatId, item.TakeId, startMs, track.DurationMs - startMs));
        }

        using var folder = scratch.Create();
        var mp3 = folder.PathOf("master.mp3");
        await track.EncodeAsync(mp3, cancellationToken);
        var durationMs = await meter.MeasureDurationMsAsync(mp3, cancellationToken);
        var copy = await StoreAsync(run, plan, mp3, folder.PathOf("tagged.mp3"), cancellationToken);
        return new ExportedMaster(copy, durationMs, track.DurationMs, parts, warnings);
    }

    private async Task<ExportedCopy> StoreAsync(ExportRun run, ExportPlan plan, string mp3, string tagged, CancellationToken cancellationToken)
    {
        var name = plan.MasterStem() + ExportFiles.AudioEnding;
        await using var encoded = File.OpenRead(mp3);
        if (plan.VideoTitle is not { } title)
            return await files.WriteAsync(run, name, encoded, cancellationToken);

        try
        {
            await using var content = new FileStream(tagged, FileMode.CreateNew, FileAccess.ReadWrite);
            await new Mp3Tags(title, title).WriteAsync(encoded, content, cancellationToken);
            return await files.WriteAsync(run, name, content, cancellationToken);
        }
        catch (IOException full) when (DiskSpace.IsExhausted(full))
        {
            throw AudioErrors.DiskFull(scratch.Root, full);
        }
    }

    private async Task<IReadOnlyList<string>> AppendAsync(PcmTrack track, TakeKey take, CancellationToken cancellationToken)
    {
        if (await TakeSource.FindAsync(takes, take, cancellationToken) is { } source)
        {
            // What it warns of was found when the take was made, and is with the take.
            await track.AppendAsync(source.Segments, source.PauseMode, cancellationToken);
            return [];
        }

        var mp3 = await takes.ReadAudioAsync(take, cancellationToken);
        var damage = await track.AppendFinishedAsync($"the take of beat {take.BeatId}", mp3, cancellationToken);
        return
        [
            $"The raw speech of take {take.Id} of beat {take.BeatId} is not stored any more; "
            + "the master holds its MP3, decoded and encoded a second time.",
            .. damage,
        ];
    }
}
