using System.Text;
using AudioFunctions.Audio;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;

namespace AudioFunctions.Export;

/// <summary>Stores the files of a finished sound. WAV files are streamed from the PCM.</summary>
internal sealed class SoundStore(
    ExportFiles files, ExportRun run, ExportPlan plan, SoundTrack track, FinishedSound sound, ScratchFolder folder)
{
    public async Task<IReadOnlyList<ExportedCopy>> WriteBeatsAsync(CancellationToken cancellationToken)
    {
        var copies = new List<ExportedCopy>();
        foreach (var (mp3, part) in sound.BeatMp3s.Zip(track.Parts))
            copies.Add(await WriteTaggedAsync(part.Item.FileName, mp3, part.Item.Tags, cancellationToken));
        return copies;
    }

    /// <param name="durationMs">Measured length.</param>
    public async Task<ExportedMaster> WriteMasterAsync(string mp3, int durationMs, CancellationToken cancellationToken)
    {
        var tags = plan.VideoTitle is { } title ? new Mp3Tags(title, title) : null;
        var copy = await WriteTaggedAsync(plan.MasterStem() + ExportFiles.AudioEnding, mp3, tags, cancellationToken);
        return new ExportedMaster(copy, durationMs, track.Ms(track.Whole.Length), track.MasterParts(), []);
    }

    public async Task<IReadOnlyList<ExportedWave>> WriteWavesAsync(CancellationToken cancellationToken)
    {
        var waves = new List<ExportedWave>();
        foreach (var part in track.Parts)
            waves.Add(new(part.Item.BeatId, Form(part.Range), await WriteAsync(part.Item.BeatId + ExportFiles.WaveEnding, part.Range, null, cancellationToken)));
        var master = await WriteAsync(plan.MasterStem() + ExportFiles.WaveEnding, track.Whole, null, cancellationToken);
        return [.. waves, new(null, Form(track.Whole), master)];
    }

    public async Task<IReadOnlyList<ExportedStem>> WriteStemsAsync(CancellationToken cancellationToken)
    {
        var stems = new List<ExportedStem>();
        foreach (var character in track.Characters)
        {
            var copy = await WriteAsync(character + ExportFiles.StemEnding, track.Whole, track.RangesOf(character), cancellationToken);
            stems.Add(new ExportedStem(character, Form(track.Whole), copy));
        }

        return stems;
    }

    /// <summary>A label track for Audacity: start, end and text of each line with words.</summary>
    public Task<ExportedCopy> WriteLabelsAsync(SessionRecord session, WrittenTexts texts, Script script, CancellationToken cancellationToken)
    {
        var labels = new StringBuilder();
        foreach (var part in track.Parts)
        {
            var (item, startMs) = (part.Item, track.Ms(part.Range.From));
            var beat = script.BeatOf(item.BeatId);
            var take = session.Beats.First(known => known.BeatId == item.BeatId).Takes.First(known => known.TakeId == item.TakeId);
            foreach (var line in take.Lines.Where(line => !beat.Lines[line.Line].IsSilent))
                labels.Append(AudacityLabel.Of(startMs + item.Moment(line.StartMs), startMs + item.Moment(line.EndMs), texts.Of(item.BeatId, line.Line)));
        }

        return files.WriteAsync(run, ExportFiles.LabelsName, new MemoryStream(Encoding.UTF8.GetBytes(labels.ToString())), cancellationToken);
    }

    private WaveForm Form(SampleRange range) => new(track.Ms(range.Length), track.SampleRateHz, sound.Pcm.Bits);

    private async Task<ExportedCopy> WriteAsync(
        string name, SampleRange range, IReadOnlyList<SampleRange>? heard, CancellationToken cancellationToken)
    {
        await using var wave = new WavStream(sound.Pcm, range, heard);
        return await files.WriteAsync(run, name, wave, cancellationToken);
    }

    private async Task<ExportedCopy> WriteTaggedAsync(string name, string mp3, Mp3Tags? tags, CancellationToken cancellationToken)
    {
        await using var encoded = File.OpenRead(mp3);
        if (tags is null)
            return await files.WriteAsync(run, name, encoded, cancellationToken);
        await using var tagged = new FileStream(folder.PathOf("tagged.mp3"), FileMode.Create, FileAccess.ReadWrite);
        await tags.WriteAsync(encoded, tagged, cancellationToken);
        return await files.WriteAsync(run, name, tagged, cancellationToken);
    }
}
