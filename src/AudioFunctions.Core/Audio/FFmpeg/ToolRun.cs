namespace AudioFunctions.Audio.FFmpeg;

/// <summary>How a program ended. FFmpeg returns 0 after some errors too, such as a full disk, so the caller must check the files.</summary>
/// <param name="ExitCode">Above 128 on Unix: 128 + the signal that killed it.</param>
/// <param name="Output">The last million characters of standard output.</param>
/// <param name="Errors">The last million characters of standard error.</param>
public sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    public bool WasKilled => ExitCode > 128 && !OperatingSystem.IsWindows();
}
