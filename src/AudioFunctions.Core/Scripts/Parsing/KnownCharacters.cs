using System.Diagnostics.CodeAnalysis;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>The characters that a script can name: those with a voice profile, and the alias. Case is ignored.</summary>
internal sealed class KnownCharacters
{
    public const string Narrator = "every-coon";

    private const string NarratorAlias = "everycoon";
    private const int MaxNamesInMessage = 12;

    private readonly Dictionary<string, string> _characters = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly IReadOnlySet<string> _ids;
    private string? _names;

    public KnownCharacters(IReadOnlySet<string> ids)
    {
        _ids = ids;
        foreach (var id in ids)
            _characters[id] = id;
        if (_characters.TryGetValue(Narrator, out var narrator))
            _characters[NarratorAlias] = narrator;
        _lookup = _characters.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>"boomer, chad, …", for messages.</summary>
    public string Names => _names ??= ListNames();

    public bool TryFind(ReadOnlySpan<char> name, [NotNullWhen(true)] out string? character) => _lookup.TryGetValue(name, out character);

    private string ListNames()
    {
        if (_ids.Count == 0)
            return "a character with a voice profile (there is none yet)";

        var names = string.Join(", ", _ids.Order(StringComparer.Ordinal).Take(MaxNamesInMessage).Select(id => Excerpt.Of(id)));
        return _ids.Count > MaxNamesInMessage ? names + ", …" : names;
    }
}
