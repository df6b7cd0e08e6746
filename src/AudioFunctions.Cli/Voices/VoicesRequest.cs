using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Arguments;

namespace AudioFunctions.Cli.Voices;

/// <summary>The request of <c>run.sh voices</c>; it lists the voices if both are null.</summary>
/// <param name="Added">The voice to add.</param>
/// <param name="Previewed">The character to preview.</param>
public sealed record VoicesRequest(Voice? Added = null, string? Previewed = null)
{
    /// <summary>The options that go with <c>voices add</c>.</summary>
    public static readonly IReadOnlyList<string> Settings = ["--name", "--stability", "--similarity", "--style", "--speed"];

    /// <summary>Parses the words. A character becomes part of a file name and a URL, so its form is checked as in the app.</summary>
    /// <exception cref="FormatException">The request is invalid.</exception>
    public static VoicesRequest Parse(ParsedArguments given) => given.Words switch
    {
        [_] when !given.HasAny(Settings) => new VoicesRequest(),
        [_, "add" or "preview", var name, ..] when !IsName(name) =>
            throw new FormatException($"'{name}' can't be a character's name: use 1 to 64 of a-z, 0-9, _ and -, a letter or digit first"),
        [_, "add", var name, var voiceId] => new VoicesRequest(Added: VoiceOf(name, voiceId, given)),
        [_, "preview", var name] when !given.HasAny(Settings) => new VoicesRequest(Previewed: name.ToLowerInvariant()),
        _ => throw new FormatException("'voices' lists, 'voices add CHARACTER VOICE_ID' adds one, 'voices preview CHARACTER' speaks with one"),
    };

    /// <summary>Settings that aren't given have ElevenLabs' defaults for a new voice.</summary>
    private static Voice VoiceOf(string name, string voiceId, ParsedArguments given) => new(
        name.ToLowerInvariant(),
        given.Value("--name") ?? name,
        voiceId,
        given.Number("--stability") ?? 0.5,
        given.Number("--similarity") ?? 0.75,
        given.Number("--style") ?? 0,
        given.Number("--speed") ?? 1);

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= 64 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
