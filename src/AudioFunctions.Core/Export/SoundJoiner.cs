using AudioFunctions.Audio;
using AudioFunctions.Audio.Assembling;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Voices;

namespace AudioFunctions.Export;

/// <summary>Joins the selected takes losslessly, each fitted to its length, and records who speaks where.</summary>
internal sealed class SoundJoiner(TakeFiles takes, AudioOptions options)
{
    private readonly TakeJoiner _joiner = new(takes);

    /// <exception cref="FitException">A take can't be fitted to its length.</exception>
    public async Task<SoundTrack> JoinAsync(
        PcmTrack track, SessionRecord session, Script script, ExportPlan plan, CancellationToken cancellationToken)
    {
        var (parts, warnings) = (new List<SoundPart>(), new List<string>());
        foreach (var item in plan.Items)
        {
            if (item.FitMs is { } fit && BeatFit.ProblemOf(item.BeatId, item.DurationMs, fit / 1000.0) is { } problem)
                throw new FitException(problem);

            var from = track.Samples;
            var joined = await _joiner.AppendAsync(track, item.TakeOf(session.SessionId), "this export's sound was made of", cancellationToken);
            warnings.AddRange(joined.Warnings);
            var spoken = track.Samples - from;
            if (item.FitMs is { } ms)
                await track.StretchLastAsync(from, Samples(ms), cancellationToken);
            var starts = joined.Voices ?? ByLines(session, script.BeatOf(item.BeatId), item);
            parts.Add(new SoundPart(item, new SampleRange(from, track.Samples), Voices(starts, from, track.Samples, (double)(track.Samples - from) / spoken)));
        }

        return new SoundTrack(options.SampleRateHz, parts, warnings);
    }

    /// <param name="scale">Length of the beat relative to its take.</param>
    private static List<VoiceRange> Voices(IReadOnlyList<(string Character, int From)> starts, int from, int to, double scale)
    {
        var voices = new List<VoiceRange>();
        for (var i = 0; i < starts.Count; i++)
        {
            var begins = i == 0 ? from : Math.Clamp(from + (int)Math.Round(starts[i].From * scale), voices[^1].Range.From, to);
            if (i > 0)
                voices[^1] = voices[^1] with { Range = new SampleRange(voices[^1].Range.From, begins) };
            voices.Add(new VoiceRange(VoiceCharacters.Normalize(starts[i].Character), new SampleRange(begins, to)));
        }

        return voices;
    }

    /// <summary>Changes speakers in the middle between two lines, because a take that only has its MP3 has no more than the lines' times.</summary>
    private List<(string Character, int From)> ByLines(SessionRecord session, Beat beat, ExportItem item)
    {
        var take = session.Beats.First(known => known.BeatId == item.BeatId).Takes.First(known => known.TakeId == item.TakeId);
        var starts = new List<(string, int)>();
        var endMs = 0;
        foreach (var line in take.Lines)
        {
            starts.Add((beat.Lines[line.Line].Character, starts.Count == 0 ? 0 : Samples((endMs + line.StartMs) / 2)));
            endMs = line.EndMs;
        }

        return starts.Count > 0 ? starts : [(beat.Character, 0)];
    }

    private int Samples(int ms) => (int)((long)ms * options.SampleRateHz / 1000);
}

/// <summary>A beat can't be fitted to the requested length. The message says why.</summary>
public sealed class FitException(string message) : Exception(message);
