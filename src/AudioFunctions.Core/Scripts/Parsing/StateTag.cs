namespace AudioFunctions.Scripts.Parsing;

/// <summary>The tags that hold from where they stand. One with a wrong value is reported and changes nothing.</summary>
internal static class StateTag
{
    public static Delivery Apply(Tag tag, Delivery delivery, Reading reading) => tag.Kind switch
    {
        TagKind.Character => ApplyCharacter(tag, delivery, reading),
        TagKind.Direction => ApplyDirection(tag, delivery, reading),
        TagKind.Pace => ApplyPace(tag, delivery, reading),
        TagKind.Stability => TryReadSetting(tag, "stability", reading, out var value) ? delivery with { Stability = value } : delivery,
        TagKind.Style => TryReadSetting(tag, "style", reading, out var value) ? delivery with { Style = value } : delivery,
        _ => delivery,
    };

    private static Delivery ApplyCharacter(Tag tag, Delivery delivery, Reading reading)
    {
        if (reading.Cast.TryFind(tag.Value, out var character))
            return delivery with { Character = character };

        reading.Error(DiagnosticCodes.UnknownCharacter, DiagnosticMessages.UnknownCharacter(tag.Value, reading.Cast.Names), tag.ValueStart);
        return delivery;
    }

    private static Delivery ApplyDirection(Tag tag, Delivery delivery, Reading reading)
    {
        if (tag.Value.IsEmpty)
            return delivery with { Direction = null };

        var direction = FreeText.Unescape(tag.Value);
        var characters = FreeText.CountCharacters(direction);
        if (characters <= ScriptLimits.MaxDirectionCharacters)
            return delivery with { Direction = direction };

        reading.Error(DiagnosticCodes.DirectionTooLong, DiagnosticMessages.DirectionTooLong(characters), tag.ValueStart);
        return delivery;
    }

    private static Delivery ApplyPace(Tag tag, Delivery delivery, Reading reading)
    {
        if (Paces.TryFind(tag.Value, out var pace))
            return delivery with { Pace = pace.Name, Speed = pace.Speed };

        reading.Error(DiagnosticCodes.UnknownPace, DiagnosticMessages.UnknownPace(tag.Value), tag.ValueStart);
        return delivery;
    }

    private static bool TryReadSetting(Tag tag, string name, Reading reading, out double value)
    {
        value = 0;
        if (PlainDecimal.TryRead(tag.Value, out var number) && number.ToDouble() is >= 0 and <= 1 and var setting)
        {
            value = setting;
            return true;
        }

        reading.Error(DiagnosticCodes.SettingInvalid, DiagnosticMessages.SettingInvalid(name, tag.Value), tag.ValueStart);
        return false;
    }
}
