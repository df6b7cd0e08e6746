using System.Diagnostics;
using AudioFunctions.Audio;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;
using AudioFunctions.Voices;

namespace AudioFunctions.Benchmarks.Audio;

/// <summary>A spoken beat on disk, and the three runs that finishing it needs at the least.</summary>
internal sealed class BenchmarkBeat : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("af-benchmark-");

    public BenchmarkBeat(int segments, int linesEach)
    {
        Segments = [.. Enumerable.Range(0, segments).Select(i => Speak(i, linesEach))];
        for (var i = 0; i < segments; i++)
        {
            File.WriteAllBytes(PathOf($"{i}.wav"), Segments[i].Spoken.Audio.Span);
        }
    }

    public IReadOnlyList<SpokenSegment> Segments { get; }

    public string Folder => _folder.FullName;

    public string Mp3Path => PathOf("take.mp3");

    /// <summary>Decodes all segments, encodes as much sound, probes it; nothing is cut or joined.</summary>
    public async Task RunByHandAsync(CancellationToken cancellationToken)
    {
        var indexes = Enumerable.Range(0, Segments.Count).ToList();
        await RunAsync(
            "ffmpeg",
            [
                .. indexes.SelectMany(i => new[] { "-i", PathOf($"{i}.wav") }),
                .. indexes.SelectMany(i => new[] { "-map", $"{i}:a:0", "-ac", "1", "-ar", "44100", "-f", "s16le", PathOf($"{i}.pcm") }),
            ],
            cancellationToken);
        var joined = $"concat:{string.Join('|', indexes.Select(i => PathOf($"{i}.pcm")))}";
        await RunAsync(
            "ffmpeg", ["-f", "s16le", "-ar", "44100", "-ac", "1", "-i", joined, "-b:a", "128k", PathOf("by-hand.mp3")], cancellationToken);
        await RunAsync("ffprobe", ["-show_entries", "stream=duration", PathOf("by-hand.mp3")], cancellationToken);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static SpokenSegment Speak(int index, int lines)
    {
        const string Line = "Corporation stole your chips again.";
        var text = string.Join(' ', Enumerable.Repeat(Line, lines));
        var places = Enumerable.Range(0, lines)
            .Select(i => new SegmentLine((index * lines) + i, i * (Line.Length + 1), Line.Length))
            .ToList();
        var silences = places.Select(l => new SegmentSilence(Math.Min(l.Start + l.Length + 1, text.Length), 150)).ToList();
        var speech = SyntheticSpeech.Speak(text);
        return new SpokenSegment(
            new SpeechSegment(index, "every-coon", "voice", new VoiceSettings(0.5, 0.5, 0.5, 1), text, places, silences, null, null),
            new SpokenAudio(
                WaveFile.Of(speech.Samples, speech.SampleRateHz), new CharacterAlignment(speech.StartSeconds, speech.EndSeconds)));
    }

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["-v", "error", .. Overwrite(program), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }

    private static string[] Overwrite(string program) => program == "ffmpeg" ? ["-y"] : [];

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
