using System.Diagnostics;
using System.Runtime.CompilerServices;
using AudioFunctions.Audio.FFmpeg;

namespace AudioFunctions.Xabe;

/// <summary>
/// FFmpeg driven by Xabe.FFmpeg: its process starter, without its way of waiting. <c>Conversion.Start</c> hides the exit code, takes
/// failures without output for success, kills without the children, and on cancellation writes to FFmpeg from an <c>async void</c>,
/// where a pipe that has just closed ends the whole host.
/// </summary>
public sealed class XabeWrapper : IFFmpegWrapper
{
    public string Write(FFmpegCommand command)
    {
        List<string> arguments = ["-hide_banner", "-nostats", "-loglevel", command.LogLevel, "-y"];
        foreach (var input in command.Inputs)
        {
            Add(arguments, "-format_whitelist", input.AllowedFormats);
            Add(arguments, "-f", input.Format);
            Add(arguments, "-ar", input.SampleRateHz);
            Add(arguments, "-ac", input.Channels);
            Add(arguments, "-i", input.Path);
        }

        foreach (var output in command.Outputs)
        {
            Add(arguments, "-map", output.Input is { } input ? $"{input}:a:0" : null);
            Add(arguments, "-af", output.Filters);
            Add(arguments, "-ac", output.Channels);
            Add(arguments, "-ar", output.SampleRateHz);
            Add(arguments, "-c:a", output.Codec);
            Add(arguments, "-b:a", output.BitrateKbps is { } kbps ? $"{kbps}k" : null);
            if (output.WithoutTags)
                arguments.AddRange(["-map_metadata", "-1", "-id3v2_version", "0"]);
            Add(arguments, "-f", output.Format);
            arguments.Add(output.Path);
        }

        return CommandLine.Of(arguments);
    }

    public Process Start(string path, string commandLine) => Starter.Start(path, commandLine);

    private static void Add<T>(List<string> arguments, string option, T? value)
    {
        if (value is not null)
            arguments.AddRange([option, $"{value}"]);
    }

    private sealed class Starter : global::Xabe.FFmpeg.FFmpeg
    {
        // Made without its constructor, whose only work is to search for executables: into static fields that runs overwrite
        // for each other, and on Linux accepting x86 binaries only, neither ARM's nor wrapper scripts. FFmpegLocator has searched.
        private static readonly Starter Instance = (Starter)RuntimeHelpers.GetUninitializedObject(typeof(Starter));

        public static Process Start(string path, string commandLine) =>
            Instance.RunProcess(commandLine, path, priority: null, standardInput: true, standardOutput: true, standardError: true);
    }
}
