using System.Text.Json;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>
/// An error response in any of its three formats: <c>{"detail":[{loc,msg,type}]}</c>, <c>{"detail":{status,message}}</c> and
/// <c>{"detail":{type,code,message,status,request_id,param}}</c>. The service's own messages are dropped: they may quote the request.
/// </summary>
/// <param name="Codes">The service's codes, most specific first; empty if it gives none.</param>
/// <param name="Fields">The invalid fields, for instance <c>voice_settings.speed</c>.</param>
internal sealed record ElevenLabsError(IReadOnlyList<string> Codes, IReadOnlyList<string> Fields)
{
    private const int MaxNameLength = 64;
    private const int MaxFields = 10;

    public static ElevenLabsError Read(ReadOnlyMemory<byte> body)
    {
        // A proxy's HTML page has no detail: only the HTTP status says what happened.
        var detail = TolerantJson.Parse(body).Property("detail");
        return detail.ItemsOrNull() is { } problems
            ? new ElevenLabsError([], [.. FieldsIn(problems)])
            : new ElevenLabsError([.. Names(detail, "code", "status", "type")], [.. Names(detail, "param")]);
    }

    private static IEnumerable<string> Names(JsonElement detail, params string[] properties) =>
        properties.Select(name => detail.Property(name).TextOrNull() ?? "").Where(IsName).Distinct();

    private static IEnumerable<string> FieldsIn(List<JsonElement> problems) => (
        from problem in problems
        let path = problem.Property("loc").ItemsOrNull()?.Select(part => part.TextOrNull() ?? part.GetRawText()) ?? []
        let field = string.Join('.', path.Where(part => part is not ("body" or "query")))
        where IsName(field)
        select field).Distinct().Take(MaxFields);

    private static bool IsName(string value) =>
        value.Length is > 0 and <= MaxNameLength && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
}
