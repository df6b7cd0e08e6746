using System.Text.Json;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>Reads the response to <c>GET /v1/user/subscription</c> (ElevenLabs API reference, User, Get subscription).</summary>
internal static class ElevenLabsSubscription
{
    /// <summary>More than any account has; keeps sums far from overflowing.</summary>
    private const long MaxCredits = 1_000_000_000_000_000;

    private const long LastUnixSecond = 253_402_300_799;

    /// <summary>Null if the response doesn't state both the used credits and their limit.</summary>
    public static AccountCredits? Read(ReadOnlyMemory<byte> body)
    {
        var root = TolerantJson.Parse(body);
        return Credits(root, "character_count") is { } used && Credits(root, "character_limit") is { } limit
            ? new AccountCredits(used, limit, Extension(root), ResetsAt(root))
            : null;
    }

    /// <summary>
    /// <c>max_credit_limit_extension</c>: a number, 0 for none, or "unlimited". Older responses have <c>allowed_to_extend_character_limit</c>
    /// with <c>max_character_limit_extension</c> instead, null for unlimited.
    /// </summary>
    private static long? Extension(JsonElement root)
    {
        if (Credits(root, "max_credit_limit_extension") is { } extension)
            return extension;
        if (root.Property("max_credit_limit_extension").TextOrNull() == "unlimited")
            return null;

        return root.Property("allowed_to_extend_character_limit").FlagOrNull() is true
            ? Credits(root, "max_character_limit_extension")
            : 0;
    }

    private static DateTimeOffset? ResetsAt(JsonElement root) =>
        root.Property("next_character_count_reset_unix").NumberOrNull() is { } seconds and > 0 and <= LastUnixSecond
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    private static long? Credits(JsonElement root, string name) =>
        root.Property(name).NumberOrNull() is { } number and >= 0 ? (long)Math.Min(number, MaxCredits) : null;
}
