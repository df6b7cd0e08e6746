namespace AudioFunctions.Export;

/// <summary>What an export makes beside a file for each beat and the manifest.</summary>
/// <param name="Master">All selected takes in one recording, in script order.</param>
/// <param name="Captions">SubRip and WebVTT for each beat, and for the master where there is one.</param>
/// <param name="Zip">Everything in one archive.</param>
/// <param name="Words">When each word is said, for each beat and for all of them: JSON for Remotion and karaoke subtitles.</param>
public sealed record ExportOptions(bool Master, bool Captions, bool Zip, bool Words = false)
{
    public static ExportOptions None { get; } = new(false, false, false);
}
