using AudioFunctions.Audio;
using AudioFunctions.Audio.Assembling;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Takes;

namespace AudioFunctions.Export;

/// <summary>
/// Makes the master: assembles every selected take again from its raw speech, joins them as PCM and encodes once, so that its audio isn't
/// lossily encoded more often than a take's. May run again.
/// </summary>
public sealed class MasterMaker(
    TakeFiles takes, ExportFiles files, TakeAssembler assembler, AudioMeter meter, AudioOptions audio, ScratchFolders scratch)
{
    /// <exception cref="AudioException">The export took too long, or FFmpeg failed.</exception>
    public Task<ExportedMaster> MakeAsync(ExportRun run, ExportPlan plan, CancellationToken cancellationToken) =>
        ExportTimeout.RunAsync(audio.ExportTimeout, token => MakeMasterAsync(run, plan, token), cancellationToken);

    private async Task<ExportedMaster> MakeMasterAsync(ExportRun run, ExportPlan plan, CancellationToken cancellationToken)
    {
        using var track = assembler.StartTrack();
        var joiner = new TakeJoiner(takes);
        var parts = new List<MasterPart>();
        var warnings = new List<string>();
        foreach (var item in plan.Items)
        {
            var startMs = track.DurationMs;
            warnings.AddRange((await joiner.AppendAsync(track, item.TakeOf(run.SessionId), "the master holds", cancellationToken)).Warnings);
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
}
