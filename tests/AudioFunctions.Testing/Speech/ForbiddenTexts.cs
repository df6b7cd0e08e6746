using System.Collections.Concurrent;

namespace AudioFunctions.Testing.Speech;

/// <summary>Texts that may not be sent; safe to add to while requests come in.</summary>
public sealed class ForbiddenTexts
{
    private readonly ConcurrentBag<string> _texts = [];

    public void Add(params string[] texts) => Array.ForEach(texts, _texts.Add);

    internal bool Occurs(string text) => _texts.Any(t => text.Contains(t, StringComparison.OrdinalIgnoreCase));
}
