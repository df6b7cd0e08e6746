using AudioFunctions.Audio;
using AudioFunctions.Audio.Assembling;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Audio.FFmpeg;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;

namespace AudioFunctions.Export;

/// <summary>
/// Makes the files that need lossless takes: assembles every selected take again from its raw speech, joins them as PCM, adjusts the loudness,
/// and makes MP3s, WAV files and stems. Everything is in the scratch folder before the first file is stored. May run again.
/// </summary>
public sealed class SoundMaker(
    ScriptArchive scripts,
    TakeFiles takes,
    ExportFiles files,
    TakeAssembler assembler,
    AudioMeter meter,
    FFmpegTool ffmpeg,
    AudioOptions audio,
    ScratchFolders scratch)
{
    /// <exception cref="FitException">A take can't be fitted to its length.</exception>
    /// <exception cref="AudioException">The export took too long, or FFmpeg failed.</exception>
    public Task<ExportedSound> MakeAsync(
        ExportRun run, SessionRecord session, ExportPlan plan, ExportOptions options, CancellationToken cancellationToken) =>
        ExportTimeout.RunAsync(audio.ExportTimeout, token => MakeSoundAsync(run, session, plan, options, token), cancellationToken);

    private async Task<ExportedSound> MakeSoundAsync(
        ExportRun run, SessionRecord session, ExportPlan plan, ExportOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var script = await scripts.ReadParsedAsync(session.SessionId, cancellationToken);
            using var joined = assembler.StartTrack();
            var track = await new SoundJoiner(takes, audio).JoinAsync(joined, session, script, plan, cancellationToken);
            using var folder = scratch.Create();
            var finished = await new SoundFinisher(ffmpeg, audio, scratch).FinishAsync(joined.Pcm, track, options, folder, cancellationToken);
            var store = new SoundStore(files, run, plan, track, finished, folder);
            return new ExportedSound(
                await store.WriteBeatsAsync(cancellationToken),
                finished.MasterMp3 is { } master
                    ? await store.WriteMasterAsync(master, await meter.MeasureDurationMsAsync(master, cancellationToken), cancellationToken)
                    : null,
                options.Wav ? await store.WriteWavesAsync(cancellationToken) : [],
                options.Stems ? await store.WriteStemsAsync(cancellationToken) : [],
                options.Stems ? await store.WriteLabelsAsync(session, await WrittenTexts.ReadAsync(scripts, session.SessionId, script, cancellationToken), script, cancellationToken) : null,
                finished.Loudness,
                [.. track.Warnings, .. finished.Warning is null ? [] : new[] { finished.Warning }]);
        }
        catch (IOException full) when (DiskSpace.IsExhausted(full))
        {
            throw AudioErrors.DiskFull(scratch.Root, full);
        }
    }
}
