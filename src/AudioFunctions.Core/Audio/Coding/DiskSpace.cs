namespace AudioFunctions.Audio.Coding;

/// <summary>Tells a full disk from other failures.</summary>
internal static class DiskSpace
{
    // The errno values that .NET passes on (EFBIG, ENOSPC, EDQUOT on Linux, EDQUOT on macOS), then the two HRESULTs of Windows.
    private static readonly int[] Codes = [27, 28, 122, 69, unchecked((int)0x80070027), unchecked((int)0x80070070)];

    // strerror() of the same errors, which FFmpeg prints.
    private static readonly string[] Sentences = ["No space left on device", "File too large", "Disk quota exceeded"];

    public static bool IsExhausted(IOException exception) => Codes.Contains(exception.HResult);

    public static bool IsExhausted(string toolOutput) => Sentences.Any(s => toolOutput.Contains(s, StringComparison.OrdinalIgnoreCase));
}
