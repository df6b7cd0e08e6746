namespace AudioFunctions.Scripts.Parsing;

/// <summary>Tags that apply from their place on. A tag with an invalid value is reported and changes nothing.</summary>
internal static class StateTag
{
    public static LineSettings Apply(Tag tag, LineSettings settings, ParseContext context) => tag.Kind switch
    {
        TagKind.Character => ApplyCharacter(tag, settings, context),
        TagKind.Direction => ApplyDirection(tag, settings, context),
        TagKind.Pace => ApplyPace(tag, settings, context),
        TagKind.Stability => TryReadSetting(tag, "stability", context, out var value)
            ? settings with { Stability = value, StabilityAt = tag.ValueStart }
            : settings,
        TagKind.Style => TryReadSetting(tag, "style", context, out var value) ? settings with { Style = value, StyleAt = tag.ValueStart } : settings,
        _ => settings,
    };

    private static LineSettings ApplyCharacter(Tag tag, LineSettings settings, ParseContext context)
    {
        if (context.KnownCharacters.TryFind(tag.Value, out var character))
            return settings with { Character = character };

        context.Error(DiagnosticCodes.UnknownCharacter, DiagnosticMessages.UnknownCharacter(tag.Value, context.KnownCharacters.Names), tag.ValueStart);
        return settings;
    }

    private static LineSettings ApplyDirection(Tag tag, LineSettings settings, ParseContext context)
    {
        if (tag.Value.IsEmpty)
            return settings with { Direction = null };

        var direction = FreeText.Unescape(tag.Value);
        var characters = FreeText.CountCharacters(direction);
        if (characters <= ScriptLimits.MaxDirectionCharacters)
            return settings with { Direction = direction };

        context.Error(DiagnosticCodes.DirectionTooLong, DiagnosticMessages.DirectionTooLong(characters), tag.ValueStart);
        return settings;
    }

    private static LineSettings ApplyPace(Tag tag, LineSettings settings, ParseContext context)
    {
        if (Paces.TryFind(tag.Value, out var pace))
            return settings with { Pace = pace.Name, Speed = pace.Speed };

        context.Error(DiagnosticCodes.UnknownPace, DiagnosticMessages.UnknownPace(tag.Value), tag.ValueStart);
        return settings;
    }

    private static bool TryReadSetting(Tag tag, string name, ParseContext context, out double value)
    {
        value = 0;
        if (PlainDecimal.TryRead(tag.Value, out var number) && number.ToDouble() is >= 0 and <= 1 and var setting)
        {
            value = setting;
            return true;
        }

        context.Error(DiagnosticCodes.SettingInvalid, DiagnosticMessages.SettingInvalid(name, tag.Value), tag.ValueStart);
        return false;
    }
}
