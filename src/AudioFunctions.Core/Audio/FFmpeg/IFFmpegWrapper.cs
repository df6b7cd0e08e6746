using System.ComponentModel;
using System.Diagnostics;

namespace AudioFunctions.Audio.FFmpeg;

/// <summary>
/// The library that drives FFmpeg: it writes a command line and starts a program. <see cref="FFmpegTool"/> waits, limits and stops, in the
/// same way with every library.
/// </summary>
public interface IFFmpegWrapper
{
    /// <summary>All arguments of FFmpeg, quoted like those of <see cref="CommandLine"/>.</summary>
    string Write(FFmpegCommand command);

    /// <summary>Starts a program with its three standard streams redirected.</summary>
    /// <exception cref="Win32Exception">The system can't start it.</exception>
    Process Start(string path, string commandLine);
}
