namespace AudioFunctions.Tests.Contract;

/// <summary>What the document says and the app does not do yet: nothing, once all of it is built.</summary>
internal static class Pending
{
    /// <summary>
    /// An operation by its id; one of its answers as <c>operation status code</c> or <c>operation status media-type</c>; a property as
    /// <c>schema Name property</c>.
    /// </summary>
    public static IReadOnlySet<string> Parts { get; } = new HashSet<string>
    {
        // Estimates, and refusing what cannot be paid for.
        "estimateScript",
        "startSession 402 quota-exceeded",

        // Listing sessions.
        "listSessions",

        // The script and a beat on their own, and If-Match on selecting.
        "getSessionScript",
        "getBeat",
        "selectTake 412 precondition-failed",
        "header selectTake 200 ETag",

        // Takes of another session.
        "startSession 404 reuse-session-not-found",
        "schema Take reused_from",

        // Master, captions and zip.
        "startExport 400 json-invalid",
        "startExport 400 request-invalid",
        "startExport 413 body-too-large",
        "getExportFile 200 application/x-subrip",
        "getExportFile 200 text/vtt",
        "getExportFile 200 application/zip",
        "headExportFile 200 application/x-subrip",
        "headExportFile 200 text/vtt",
        "headExportFile 200 application/zip",

        // The review page.
        "getStudio",
        "getStudioFile",
    };

    public static bool Has(string operation, string? answer = null) =>
        Parts.Contains(operation) || (answer is not null && Parts.Contains($"{operation} {answer}"));
}
