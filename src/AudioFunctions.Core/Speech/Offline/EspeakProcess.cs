using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using AudioFunctions.Telemetry;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Speech.Offline;

/// <summary>Runs espeak-ng: text to stdin, sound from stdout; no shell, no files.</summary>
internal sealed class EspeakProcess(string path, TimeSpan timeout, TimeProvider time, ILogger logger)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <returns>Samples at <see cref="Wave.SampleRate"/>; none if the text makes no sound.</returns>
    /// <exception cref="SpeechException"><c>offline-voice-missing</c> or <c>offline-voice-failed</c>.</exception>
    public async Task<short[]> SpeakAsync(string text, EspeakVoice voice, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using var process = Start(voice);
        try
        {
            return await SpeakAsync(process, text, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(FormattableString.Invariant($"did not finish within {timeout.TotalSeconds} s"));
        }
        finally
        {
            await CleanUp.TryAsync("a process of espeak-ng", () => EndAsync(process), logger);
        }
    }

    private static async Task EndAsync(Process process)
    {
        if (process.HasExited)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
    }

    private static async Task<short[]> SpeakAsync(Process process, string text, CancellationToken cancellationToken)
    {
        using var sound = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(sound, cancellationToken);
        var complaint = process.StandardError.ReadToEndAsync(cancellationToken);
        await WriteAsync(process, text, cancellationToken);
        await Task.WhenAll(reading, complaint, process.WaitForExitAsync(cancellationToken));

        if (process.ExitCode != 0)
            throw Failed($"ended with code {process.ExitCode}: {FirstLine(await complaint)}");

        return sound.Length == 0 ? [] : Wave.ReadSamples(sound.ToArray()) ?? throw Failed("did not write a WAV of 16 bit mono at 22.05 kHz");
    }

    private static async Task WriteAsync(Process process, string text, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(Utf8.GetBytes(text), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input; the exit code and stderr, which are read next, say why.
        }
    }

    private static SpeechException Failed(string what) => new(SpeechCodes.OfflineVoiceFailed, $"espeak-ng {what}.", isRetryable: true);

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim().TrimEnd('.');

    private Process Start(EspeakVoice voice)
    {
        var start = new ProcessStartInfo(path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in voice.Arguments())
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new SpeechException(
                SpeechCodes.OfflineVoiceMissing,
                "The offline voice needs espeak-ng, which could not be started. Install it (Debian, Ubuntu: apt-get install espeak-ng; "
                + "macOS: brew install espeak-ng), set Speech:EspeakPath, or set ELEVENLABS_API_KEY to speak with ElevenLabs.",
                isRetryable: false,
                failure);
        }
    }
}
