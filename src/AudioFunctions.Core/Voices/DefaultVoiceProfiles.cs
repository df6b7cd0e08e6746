namespace AudioFunctions.Voices;

/// <summary>The six voices that the first start adds.</summary>
public static class DefaultVoiceProfiles
{
    private const string VoiceId = "BRruTxiLM2nszrcCIpz1";
    private const double SimilarityBoost = 0.78;

    public static IReadOnlyList<VoiceProfile> All { get; } =
    [
        Of(
            VoiceCharacters.EveryCoon, "Every-Coon", stability: 0.35, style: 0.45, speed: 1.00,
            "Main narrator. Deadpan curious raccoon. Confused but trying. Caveman speech pattern."),
        Of(
            "boomer", "Boomer", stability: 0.50, style: 0.30, speed: 0.85,
            "Old raccoon. Slow, grumbly, nostalgic. Slightly condescending."),
        Of(
            "fed", "Fed", stability: 0.65, style: 0.20, speed: 0.70,
            "Federal Reserve raccoon. Monotone, bureaucratic, completely detached."),
        Of(
            "whale", "Whale", stability: 0.40, style: 0.50, speed: 0.95,
            "Big money raccoon. Deep, confident, slightly menacing."),
        Of(
            "wojak", "Wojak", stability: 0.30, style: 0.60, speed: 1.10,
            "Panic raccoon. Whiny, panicked, defeated. Always losing."),
        Of(
            "chad", "Chad", stability: 0.40, style: 0.55, speed: 1.05,
            "Overconfident raccoon. Fast-talking, uses crypto slang. WAGMI energy."),
    ];

    private static VoiceProfile Of(
        string character, string displayName, double stability, double style, double speed, string description) =>
        new(character, displayName, VoiceId, stability, SimilarityBoost, style, speed, description);
}
