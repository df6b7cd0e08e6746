namespace AudioFunctions.Scripts;

/// <summary>The codes of all diagnostics. They are part of the public contract: never renamed.</summary>
public static class DiagnosticCodes
{
    public const string NotUtf8 = "not-utf8";
    public const string TooLarge = "too-large";
    public const string MissingMeta = "missing-meta";
    public const string DuplicateMeta = "duplicate-meta";
    public const string MisplacedMeta = "misplaced-meta";
    public const string NoBeats = "no-beats";
    public const string UnclosedBeat = "unclosed-beat";
    public const string StrayEndBeat = "stray-end-beat";
    public const string NestedBeat = "nested-beat";
    public const string BeatIdInvalid = "beat-id-invalid";
    public const string BeatIdDuplicate = "beat-id-duplicate";
    public const string BeatNameMissing = "beat-name-missing";
    public const string BeatSeparatorMissing = "beat-separator-missing";
    public const string BeatEmpty = "beat-empty";
    public const string TextOutsideBeat = "text-outside-beat";
    public const string UnknownTag = "unknown-tag";
    public const string TagAfterText = "tag-after-text";
    public const string TagUnclosed = "tag-unclosed";
    public const string UnknownCharacter = "unknown-character";
    public const string UnknownPace = "unknown-pace";
    public const string PauseInvalid = "pause-invalid";
    public const string SettingInvalid = "setting-invalid";
    public const string DirectionTooLong = "direction-too-long";
    public const string LineTooLong = "line-too-long";
    public const string UnknownDefault = "unknown-default";
    public const string SsmlInText = "ssml-in-text";

    public const string NoVideoTitle = "no-video-title";
    public const string NoProject = "no-project";
    public const string ManyBeats = "many-beats";
    public const string MetaKeyUnknown = "meta-key-unknown";
    public const string MetaLineIgnored = "meta-line-ignored";
    public const string StrayAsterisk = "stray-asterisk";
    public const string NothingToSay = "nothing-to-say";
    public const string MarkupInText = "markup-in-text";
    public const string SettingWithoutEffect = "setting-without-effect";
}
