using System.Text;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>The keys of <c>[META]</c>. If a key occurs twice, the first counts and the second causes a warning.</summary>
internal sealed class MetaBlock(ParseContext context)
{
    private const string TitleKey = "video_title";
    private const string ProjectKey = "project";
    private const string CharacterKey = "default_character";
    private const string PaceKey = "default_pace";
    private const string PauseModeKey = "pause_mode";
    private const string DirectionsKey = "directions";
    private const string Untitled = "Untitled";
    private const string FallbackProject = "trash-panda";

    private static readonly string[] Keys = [TitleKey, ProjectKey, CharacterKey, PaceKey, PauseModeKey, DirectionsKey];

    private readonly HashSet<string> _seen = [];
    private string? _title;
    private string? _project;
    private string? _character;
    private Pace? _pace;

    public static string KeyNames { get; } = string.Join(", ", Keys);

    public string VideoTitle => _title ?? Untitled;

    public string Project => context.ProjectName ?? _project ?? FallbackProject;

    public PauseMode PauseMode { get; private set; } = PauseMode.Add;

    public DirectionMode Directions { get; private set; } = DirectionMode.Note;

    /// <summary>Whether the narrator, who speaks lines without a <c>[CHARACTER:]</c> by default, has no voice.</summary>
    public bool LacksNarrator => !_seen.Contains(CharacterKey) && !context.KnownCharacters.TryFind(KnownCharacters.Narrator, out _);

    /// <summary>The settings at the start of every beat.</summary>
    public LineSettings Defaults =>
        new(_character ?? KnownCharacters.Narrator, Direction: null, (_pace ?? Paces.Normal).Name, _pace?.Speed, Stability: null, Style: null);

    public void Read(SourceLine line)
    {
        if (!KeyValue.TryRead(line, out var pair))
            context.Warning(DiagnosticCodes.MetaLineIgnored, WithoutColon(line), line.At(0));
        else if (KnownKey(pair.Key) is not { } key)
            context.Warning(DiagnosticCodes.MetaKeyUnknown, DiagnosticMessages.MetaKeyUnknown, pair.Key, line.At(0));
        else if (!_seen.Add(key))
            context.Warning(DiagnosticCodes.MetaLineIgnored, DiagnosticMessages.MetaKeyTwice(key), line.At(0));
        else
            Set(key, pair.Value);
    }

    /// <summary>Warns about missing keys. Call it when the whole script is read.</summary>
    public void WarnOfMissing()
    {
        if (_title is null)
            context.Warning(DiagnosticCodes.NoVideoTitle, DiagnosticMessages.NoVideoTitle, Position.Start);
        if (_project is null && context.ProjectName is null)
            context.Warning(DiagnosticCodes.NoProject, DiagnosticMessages.NoProject, Position.Start);
    }

    private static string WithoutColon(SourceLine line) => TagLookalike.IndexOfColon(line.Text) is >= 0 and var other
        ? DiagnosticMessages.MetaLineWithOtherColon(line.Text[other])
        : DiagnosticMessages.MetaLineWithoutColon;

    private static string? KnownKey(ReadOnlySpan<char> key)
    {
        foreach (var known in Keys)
        {
            if (Ascii.EqualsIgnoreCase(key, known))
                return known;
        }

        return null;
    }

    private static string? TextOrNull(SourceLine value) => value.IsWhitespace ? null : FreeText.Clean(value.Text);

    private void Set(string key, SourceLine value)
    {
        switch (key)
        {
            case TitleKey:
                _title = TextOrNull(value);
                break;
            case ProjectKey:
                _project = TextOrNull(value);
                break;
            case CharacterKey:
                if (!context.KnownCharacters.TryFind(value.Text, out _character))
                    UnknownDefault(key, value, context.KnownCharacters.Names);
                break;
            case PaceKey:
                if (Paces.TryFind(value.Text, out var pace))
                    _pace = pace;
                else
                    UnknownDefault(key, value, Paces.Names);
                break;
            case DirectionsKey:
                SetDirections(value);
                break;
            default:
                SetPauseMode(value);
                break;
        }
    }

    private void SetPauseMode(SourceLine value)
    {
        if (Ascii.EqualsIgnoreCase(value.Text, "exact"))
            PauseMode = PauseMode.Exact;
        else if (!Ascii.EqualsIgnoreCase(value.Text, "add"))
            UnknownDefault(PauseModeKey, value, "add, exact");
    }

    private void SetDirections(SourceLine value)
    {
        if (Ascii.EqualsIgnoreCase(value.Text, "act"))
            Directions = DirectionMode.Act;
        else if (!Ascii.EqualsIgnoreCase(value.Text, "note"))
            UnknownDefault(DirectionsKey, value, "note, act");
    }

    private void UnknownDefault(string key, SourceLine value, string choices) =>
        context.Error(DiagnosticCodes.UnknownDefault, DiagnosticMessages.UnknownDefault(key, value.Text, choices), value.At(0));
}
