namespace AudioFunctions.Audio.FFmpeg;

/// <summary>How a program ended. FFmpeg also ends with 0 after errors, a full disk among them: what it wrote is checked by whoever ran it.</summary>
/// <param name="ExitCode">Above 128 on Unix: 128 + the signal that ended it.</param>
/// <param name="Output">Standard output, at most its last million characters.</param>
/// <param name="Errors">Standard error, the same.</param>
public sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    public bool WasKilled => ExitCode > 128 && !OperatingSystem.IsWindows();
}
