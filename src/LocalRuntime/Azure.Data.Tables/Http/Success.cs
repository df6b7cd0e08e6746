using Azure.Core;

namespace Azure.Data.Tables.Http;

/// <summary>
/// What counts as success, per kind of request. What does is neither thrown nor logged as an error; retries stay the default ones.
/// </summary>
internal static class Success
{
    public static ResponseClassifier Found { get; } = new StatusCodeClassifier([200]);

    public static ResponseClassifier FoundOrMissing { get; } = new StatusCodeClassifier([200, 404]);

    public static ResponseClassifier Written { get; } = new StatusCodeClassifier([201, 204]);

    public static ResponseClassifier WrittenOrConflict { get; } = new StatusCodeClassifier([201, 204, 409]);

    public static ResponseClassifier GoneOrMissing { get; } = new StatusCodeClassifier([204, 404]);

    public static ResponseClassifier Batch { get; } = new StatusCodeClassifier([202]);
}
