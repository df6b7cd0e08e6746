using AudioFunctions.Voices;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Platform;

/// <summary>Why a request is refused. REST returns it as a problem, a tool as its error.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Part of the contract: never renamed.</param>
/// <param name="Detail">A sentence that says what to do.</param>
public sealed record Refusal(int Status, string Code, string Detail)
{
    private const int MaxQuotedLength = 80;

    public static Refusal Invalid(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);

    public static Refusal NotFound(string code, string detail) => new(StatusCodes.Status404NotFound, code, detail);

    public static Refusal Conflict(string code, string detail) => new(StatusCodes.Status409Conflict, code, detail);

    public static Refusal SessionNotFound(string sessionId) => NotFound("session-not-found", $"There is no session '{Truncate(sessionId)}'.");

    public static Refusal BeatNotFound(string beatId) =>
        NotFound("beat-not-found", $"The session has no beat '{Truncate(beatId)}'; the session shows its beats.");

    public static Refusal TakeNotFound(string sessionId, string takeId) =>
        NotFound("take-not-found", $"Session '{Truncate(sessionId)}' has no take '{Truncate(takeId)}'.");

    public static Refusal FileNotFound { get; } = NotFound(
        "file-not-found", "There is no such file; export the session first, and take the names from the export's output.");

    public static Refusal VoiceProfileNotFound(string character) => NotFound(
        "voice-profile-not-found",
        $"There is no voice profile '{Truncate(character)}'; list the voices to see the existing ones, or add it there.");

    /// <returns>Null if nothing is out of range.</returns>
    public static Refusal? OutOfRange(IReadOnlyList<VoiceProblem> problems) =>
        problems.Count == 0 ? null : Invalid("setting-out-of-range", string.Join(" ", problems.Select(problem => problem.Message)));

    /// <summary>A value from the request, shortened for a message.</summary>
    public static string Truncate(string value) =>
        value.Length <= MaxQuotedLength ? value : string.Concat(value.AsSpan(0, MaxQuotedLength), "…");
}
