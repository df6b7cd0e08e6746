namespace AudioFunctions.Scripts.Parsing;

/// <summary>All messages about a script: what is wrong, then what to do. Quotes from the script are short and printable.</summary>
internal static class DiagnosticMessages
{
    public const string NotUtf8 = "the text is not valid UTF-8 from here on; save the file as UTF-8";

    public const string MissingMeta =
        "the script has no [META] block; start it with [META] and the lines 'video_title: …' and 'project: …'";

    public const string DuplicateMeta = "a second [META] block; keep one, before the first beat";

    public const string MisplacedMeta = "[META] stands after the start of a beat; move it before the first [BEAT:]";

    public const string NoBeats =
        "the script has no beats; add [BEAT: 01_hook], 'name: …', '---', the text and [END_BEAT], each on a line of its own";

    public const string StrayEndBeat = "[END_BEAT] without an open beat; remove it, or start the beat with [BEAT: id]";

    public const string NestedBeat = "[BEAT:] inside a beat that is still open; end that one with [END_BEAT] first";

    public const string TextOutsideBeat = "text outside the body of a beat; move it between '---' and [END_BEAT]";

    public const string NoVideoTitle = "no video_title; add 'video_title: …' to [META], else the video is called Untitled";

    public const string NoProject = "no project; add 'project: …' to [META], else the project is trash-panda";

    public const string StrayAsterisk =
        "an asterisk that marks nothing is spoken as it stands; put markers directly around the words, or write \\* for an asterisk";

    public const string NothingToSay =
        "the line has no letter and no number, so it is not spoken and only its pauses count; write words, or [PAUSE:] alone for a silence";

    private const string BracketHint = "or write \\[ for a bracket";

    /// <param name="encoding">The name of the file's encoding.</param>
    public static string OtherEncoding(string encoding) =>
        $"the file is in {encoding}, not in UTF-8; save it as UTF-8 (in Windows Notepad: Save as, Encoding: UTF-8)";

    public static string MetaLineWithoutColon { get; } = $"line without 'key: value' is ignored; use the keys {MetaBlock.KeyNames}";

    public static string Sentence(Diagnostic diagnostic) => $"line {diagnostic.Line}, column {diagnostic.Column}: {diagnostic.Message}";

    public static string TooLarge { get; } = $"the script is larger than {ScriptLimits.MaxBytes} bytes (1 MiB); split it into several";

    public static string UnclosedBeat(ReadOnlySpan<char> id) => $"{Beat(id)} is not closed; end it with [END_BEAT] on a line of its own";

    public static string BeatIdInvalid(ReadOnlySpan<char> id) =>
        $"beat id '{Excerpt.Of(id)}' can't be used as a file name; use 1 to {ScriptLimits.MaxBeatIdLength} of A-Z a-z 0-9 _ -, "
        + $"a letter or digit first, at most {ScriptLimits.MaxBeatIdLeadingDigits} leading digits";

    public static string BeatIdDuplicate(string id, int line) =>
        $"beat id '{Excerpt.Of(id)}' is already used in line {line}; choose another one (upper and lower case count as the same)";

    public static string BeatNameMissing(ReadOnlySpan<char> id) => $"{Beat(id)} has no name; add 'name: …' below its [BEAT:]";

    public static string BeatSeparatorMissing(ReadOnlySpan<char> id) =>
        $"{Beat(id)} has no '---'; add it on a line of its own before the text";

    public static string BeatEmpty(ReadOnlySpan<char> id) =>
        $"{Beat(id)} has no text; write at least one line between '---' and [END_BEAT]";

    public static string BeatSilent(ReadOnlySpan<char> id) =>
        $"{Beat(id)} has nothing to say; write at least one line with a letter or a number between '---' and [END_BEAT]";

    public static string UnknownTag(ReadOnlySpan<char> tag) =>
        $"unknown tag '{Excerpt.Of(tag)}'; use CHARACTER, DIRECTION, PACE, PAUSE, STABILITY, STYLE, {BracketHint}";

    public static string LookalikeTag(ReadOnlySpan<char> tag) =>
        $"unknown tag '{Excerpt.Of(tag)}'; replace {TagLookalike.Replacements(tag)}";

    public static string SsmlInText(ReadOnlySpan<char> element) => AngleTag.TryRead(element, out var ssml)
        ? $"SSML '{Excerpt.Of(element)}' isn't allowed in a script; {SsmlHint.For(ssml)}"
        : throw new ArgumentException("No element.", nameof(element));

    public static string MarkupInText(ReadOnlySpan<char> found) =>
        $"markup that would be spoken as it stands: {found}; remove it, or leave it if it should be spoken";

    public static string TagAfterText(Tag tag) => tag.IsStructure
        ? $"'{Excerpt.Of(tag.Source)}' after something else; put it on a line of its own"
        : $"'{Excerpt.Of(tag.Source)}' after text, where only [PAUSE:] may stand; put it before the text or on a line of its own";

    public static string TagUnclosed(ReadOnlySpan<char> tag) => $"tag '{Excerpt.Of(tag)}' is not closed; end it with ], {BracketHint}";

    public static string UnknownCharacter(ReadOnlySpan<char> character, string names) =>
        $"unknown character '{Excerpt.Of(character)}'; use {names}, or add its voice first (./run.sh voices, Voices on the review page, or PUT voices/{{character}})";

    public static string UnknownPace(ReadOnlySpan<char> pace) => $"unknown pace '{Excerpt.Of(pace)}'; use {Paces.Names}";

    public static string PauseInvalid(ReadOnlySpan<char> pause) =>
        $"'{Excerpt.Of(pause)}' isn't a pause from 0 to {ScriptLimits.MaxPauseMs} ms; use {PauseValue.Names}, or a time such as 50ms or 1.5s";

    public static string SettingInvalid(string setting, ReadOnlySpan<char> value) =>
        $"{setting} '{Excerpt.Of(value)}' isn't a number from 0 to 1; use 0.35, for instance";

    public static string DirectionTooLong(int characters) =>
        $"the direction has {characters} characters; use at most {ScriptLimits.MaxDirectionCharacters}";

    public static string LineTooLong(int characters) =>
        $"the line has {characters} characters; use at most {ScriptLimits.MaxLineCharacters}, or split it in two";

    public static string UnknownDefault(string key, ReadOnlySpan<char> value, string choices) =>
        $"unknown {key} '{Excerpt.Of(value)}'; use {choices}";

    public static string NarratorMissing(string names) =>
        $"lines without [CHARACTER:] are spoken by {KnownCharacters.Narrator}, who has no voice profile; add one, or set default_character to {names}";

    public static string StyleWithoutEffect(ReadOnlySpan<char> model) =>
        $"style has no effect here, because the character's model {Excerpt.Of(model)} doesn't support it; remove the tag, or give the voice a model with style";

    public static string StabilityRounded(ReadOnlySpan<char> model) =>
        $"stability has only a rough effect here, because the character's model {Excerpt.Of(model)} uses the nearest of 0, 0.5 and 1; write one of these";

    public static string ManyBeats(int beats) =>
        $"the script has {beats} beats; split it where you can, over {ScriptLimits.ManyBeats} take long to produce and to review";

    public static string MetaKeyUnknown(ReadOnlySpan<char> key) => $"unknown key '{Excerpt.Of(key)}' is ignored; use {MetaBlock.KeyNames}";

    public static string MetaLineWithOtherColon(char colon) => $"line without 'key: value' is ignored; replace '{colon}' with ':'";

    public static string MetaKeyTwice(string key) => $"{key} is set above, so this line is ignored; keep one of them";

    private static string Beat(ReadOnlySpan<char> id) => id.IsEmpty ? "the beat" : $"beat '{id}'";
}
