namespace AudioFunctions.Tests.Contract;

/// <summary>What the document says and the app does not do yet: nothing, once all of it is built.</summary>
internal static class Pending
{
    /// <summary>
    /// An operation by its id; one of its answers as <c>operation status code</c> or <c>operation status media-type</c>; a
    /// property as <c>schema Name property</c>.
    /// </summary>
    public static IReadOnlySet<string> Parts { get; } = new HashSet<string>
    {
        // Estimates, and refusing what cannot be paid for.
        "estimateScript",
        "startSession 402 quota-exceeded",

        // Listing sessions.
        "listSessions",

        // The review page.
        "getStudio",
        "headStudio",
        "getStudioFile",
        "headStudioFile",
    };

    public static bool Has(string operation, string? answer = null) =>
        Parts.Contains(operation) || (answer is not null && Parts.Contains($"{operation} {answer}"));
}
