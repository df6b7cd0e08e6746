using System.Diagnostics;
using System.Text;
using FFMpegCore;
using FFMpegCore.Arguments;

namespace AudioFunctions.Audio.FFmpeg;

/// <summary>
/// The default wrapper: FFMpegCore's argument builder writes the command line. This class starts the process itself, because FFMpegCore 6
/// kills FFmpeg without its children and then waits forever if such a child holds the output open; writes its <c>q</c> in a callback of the
/// token, so that a closed pipe makes <c>Cancel()</c> throw; keeps all output in memory; and runs <c>ffmpeg -version</c> before the first run.
/// </summary>
public sealed class FFMpegCoreWrapper : IFFmpegWrapper
{
    public string Write(FFmpegCommand command)
    {
        var arguments = FFMpegArguments.FromInput(new QuotedFile("-i ", command.Inputs[0].Path), options =>
        {
            options.WithCustomArgument($"-hide_banner -nostats -loglevel {command.LogLevel} -y");
            Describe(command.Inputs[0], options);
        });
        foreach (var input in command.Inputs.Skip(1))
        {
            arguments.AddInput(new QuotedFile("-i ", input.Path), options => Describe(input, options));
        }

        return arguments.OutputToMany(outputs =>
        {
            foreach (var output in command.Outputs)
            {
                outputs.AddOutput(new QuotedFile("", output.Path), options => Describe(output, options));
            }
        }).Arguments;
    }

    public Process Start(string path, string commandLine)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(path, commandLine)
            {
                CreateNoWindow = true,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                // FFmpeg writes UTF-8 on every system.
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
            },
        };
        process.Start();
        return process;
    }

    private static void Describe(AudioInput input, FFMpegInputOptions options)
    {
        if (input.AllowedFormats is { } allowed)
            options.WithCustomArgument($"-format_whitelist {CommandLine.Quote(allowed)}");
        if (input.Format is { } format)
            options.ForceFormat(format);
        if (input.SampleRateHz is { } rate)
            options.WithAudioSamplingRate(rate);
        if (input.Channels is { } channels)
            options.WithAudioChannels(channels);
    }

    private static void Describe(AudioOutput output, FFMpegOutputOptions options)
    {
        if (output.Input is { } input)
            options.WithMap(input, FFMpegCore.Enums.StreamType.Audio, 0);
        if (output.Filters is { } filters)
            options.WithCustomArgument($"-af {CommandLine.Quote(filters)}");
        if (output.Channels is { } channels)
            options.WithAudioChannels(channels);
        if (output.SampleRateHz is { } rate)
            options.WithAudioSamplingRate(rate);
        if (output.Codec is { } codec)
            options.WithAudioCodec(codec);
        if (output.BitrateKbps is { } kbps)
            options.WithAudioBitrate(kbps);
        if (output.WithoutTags)
            options.WithoutMetadata().WithId3v2Version(0);
        options.ForceFormat(output.Format);
    }

    /// <summary>FFMpegCore's own file arguments break at a quotation mark in a path.</summary>
    private sealed class QuotedFile(string option, string path) : IInputArgument, IOutputArgument
    {
        public string Text => option + CommandLine.Quote(path);

        public void Pre(FFOptions options)
        {
        }

        public Task During(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public void Post()
        {
        }
    }
}
