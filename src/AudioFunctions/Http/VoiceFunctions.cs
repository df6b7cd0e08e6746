using AudioFunctions.Voices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Http;

/// <summary>Voice profiles.</summary>
public sealed class VoiceFunctions(HttpEdge edge, VoiceProfileStore voices)
{
    [Function("ListVoices")]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "voices")] HttpRequest request, CancellationToken cancellationToken) =>
        edge.AnswerAsync(request, async () => HttpEdge.Json(new VoiceList(await voices.ListAsync(cancellationToken))));

    private sealed record VoiceList(IReadOnlyList<VoiceProfile> Voices);
}
