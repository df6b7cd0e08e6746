using AudioFunctions.Scripts;
using FsCheck;
using FsCheck.Fluent;

namespace AudioFunctions.Core.Tests.Scripts.Properties;

/// <summary>Generates scripts that use the whole language.</summary>
internal static class WrittenScripts
{
    private static readonly string[] Letters =
        ["a", "b", "Z", "é", "ß", "ǆ", "😀", "1", "-", ".", ",", ":", "'", "[", "]", "*", "\\", "<", "漢", "\u0301"];

    private static readonly Gen<string> Word = Gen.Elements(Letters).NonEmptyListOf().Select(string.Concat);

    /// <summary>No backslash at the end: it would escape the marker or bracket that follows, and the language has no way to avoid that.</summary>
    private static readonly Gen<string> MarkedWord = Word.Where(word => !word.EndsWith('\\'));

    private static readonly Gen<string> Words = MarkedWord.NonEmptyListOf().Select(words => string.Join(' ', words.Take(6)));

    private static readonly Gen<int?> Pause = Sometimes(Gen.Choose(0, ScriptLimits.MaxPauseMs));

    private static readonly Gen<double?> Setting = Sometimes(Gen.Choose(0, 100).Select(percent => percent / 100.0));

    private static readonly Gen<string?> Character = SometimesText(Gen.Elements(Els.Context.Characters.ToArray()));

    private static readonly Gen<Pace?> SomePace = Sometimes(Gen.Elements(Paces.All.ToArray()));

    private static readonly Gen<WrittenLine> Line =
        from character in Character
        from direction in SometimesText(Gen.OneOf(Words, Gen.Constant("")))
        from pace in SomePace
        from stability in Setting
        from style in Setting
        from phrases in Phrase().NonEmptyListOf().Select(all => all.Take(4).ToList()).Where(IsPlainSpeech)
        from pauseAfter in Pause
        select new WrittenLine(character, direction, pace, stability, style, phrases, pauseAfter);

    public static Gen<WrittenScript> All { get; } =
        from title in Words
        from project in Words
        from character in Character
        from pace in SomePace
        from pauseMode in Sometimes(Gen.Elements(PauseMode.Add, PauseMode.Exact))
        from beats in Beat().NonEmptyListOf()
        select new WrittenScript(title, project, character, pace, pauseMode, WithUniqueIds(beats));

    /// <summary>Avoids lines that cause warnings: those without a letter, and those that start like a list item: "- a", "1. a".</summary>
    private static bool IsPlainSpeech(List<WrittenPhrase> phrases) =>
        phrases.Exists(phrase => phrase.Words.Any(word => word.Text.Any(char.IsLetterOrDigit)))
        && phrases[0].Words[0].Text is var first
        && first is not "-"
        && !(first.EndsWith('.') && first[..^1].All(char.IsAsciiDigit));

    private static Gen<WrittenPhrase> Phrase() =>
        from isPlain in Gen.Elements(true, false)
        from isStrong in Gen.Elements(true, false)
        from words in MarkedWordWithPause().NonEmptyListOf()
        select new WrittenPhrase(isPlain, isStrong, [.. words.Take(3)]);

    private static Gen<WrittenWord> MarkedWordWithPause() =>
        from text in MarkedWord
        from space in Gen.Elements(" ", "  ", "\t", "\u00A0")
        from pause in Pause
        select new WrittenWord(text, space, pause);

    private static Gen<WrittenBeat> Beat() =>
        from digits in Gen.Choose(0, 999_999_999)
        from name in Words
        from lines in Line.NonEmptyListOf()
        select new WrittenBeat($"{digits}", name, [.. lines.Take(5)]);

    private static List<WrittenBeat> WithUniqueIds(IEnumerable<WrittenBeat> beats) =>
        [.. beats.Take(4).Select((beat, index) => beat with { Id = $"{beat.Id}_B-{index}" })];

    private static Gen<T?> Sometimes<T>(Gen<T> gen)
        where T : struct => Gen.OneOf(gen.Select(value => (T?)value), Gen.Constant((T?)null));

    private static Gen<string?> SometimesText(Gen<string> gen) => Gen.OneOf(gen.Select(text => (string?)text), Gen.Constant((string?)null));
}
