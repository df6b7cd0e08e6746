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

        // Takes of another session.
        "startSession 404 reuse-session-not-found",
        "schema Take reused_from",
        "startSession 409 session-generating",
        "schema ProducedTake reused_from",
        "schema ManifestFile reused_from",

        // Master, captions and zip.
        "schema Manifest billed_characters",
        "schema Manifest master",
        "schema Manifest captions",
        "schema Manifest warnings",
        "startExport 409 session-exporting",
        "startExport 400 json-invalid",
        "startExport 400 request-invalid",
        "startExport 413 body-too-large",
        "getExportFile 200 application/x-subrip",
        "getExportFile 200 text/vtt",
        "getExportFile 200 application/zip",
        "getExportFile 206 application/x-subrip",
        "getExportFile 206 text/vtt",
        "getExportFile 206 application/zip",
        "headExportFile 200 application/x-subrip",
        "headExportFile 200 text/vtt",
        "headExportFile 200 application/zip",

        // The review page.
        "getStudio",
        "headStudio",
        "getStudioFile",
        "headStudioFile",
    };

    public static bool Has(string operation, string? answer = null) =>
        Parts.Contains(operation) || (answer is not null && Parts.Contains($"{operation} {answer}"));
}
