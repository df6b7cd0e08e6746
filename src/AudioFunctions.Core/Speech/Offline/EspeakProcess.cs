using System.ComponentModel;
using System.Text;
using CliWrap;

namespace AudioFunctions.Speech.Offline;

/// <summary>Runs espeak-ng: text to stdin, sound from stdout; no shell, no files.</summary>
internal sealed class EspeakProcess(string path, TimeSpan timeout, TimeProvider time)
{
    /// <summary>Cancellation kills the process and its children.</summary>
    /// <returns>Samples at <see cref="Wave.SampleRate"/>; none if the text makes no sound.</returns>
    /// <exception cref="SpeechException"><c>offline-voice-missing</c> or <c>offline-voice-failed</c>.</exception>
    public async Task<short[]> SpeakAsync(string text, EspeakVoice voice, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var sound = new MemoryStream();
        var complaint = new StringBuilder();
        try
        {
            var ended = await Cli.Wrap(path)
                .WithArguments(voice.Arguments())
                .WithStandardInputPipe(PipeSource.FromString(text, Encoding.UTF8))
                .WithStandardOutputPipe(PipeTarget.ToStream(sound))
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(complaint))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(either.Token);
            if (ended.ExitCode != 0)
                throw Failed($"ended with code {ended.ExitCode}: {FirstLine(complaint.ToString())}");
        }
        catch (Win32Exception failure)
        {
            throw new SpeechException(
                SpeechCodes.OfflineVoiceMissing,
                "The offline voice needs espeak-ng, which could not be started. Install it (Debian, Ubuntu: apt-get install espeak-ng; "
                + "macOS: brew install espeak-ng), set Speech__EspeakPath, or set ELEVENLABS_API_KEY to speak with ElevenLabs.",
                isRetryable: false,
                failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(FormattableString.Invariant($"did not finish within {timeout.TotalSeconds} s"));
        }

        return sound.Length == 0 ? [] : Wave.ReadSamples(sound.ToArray()) ?? throw Failed("did not write a WAV of 16 bit mono at 22.05 kHz");
    }

    private static SpeechException Failed(string what) => new(SpeechCodes.OfflineVoiceFailed, $"espeak-ng {what}.", isRetryable: true);

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim().TrimEnd('.');
}
