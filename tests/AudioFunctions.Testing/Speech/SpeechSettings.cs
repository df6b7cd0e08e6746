using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Testing.Speech;

/// <summary>How a spoken answer goes out, or does not.</summary>
internal static class SpeechSettings
{
    public static async Task SendAsync(HttpContext context, SpokenResponse speech, SpeechFault fault)
    {
        var answer = Json(speech, fault);
        var body = context.Response.Body;
        context.Response.ContentType = "application/json";
        switch (fault.Kind)
        {
            case FaultKind.CutThenBilled or FaultKind.CutAfterBilling:
                context.Abort();
                break;
            case FaultKind.HangAfterBilling:
                await GoneAsync(context);
                break;
            case FaultKind.ErrorAfterBilling:
                await ErrorAsync(context, fault);
                break;
            case FaultKind.CutInsideBody:
                context.Response.ContentLength = answer.Length;
                await body.WriteAsync(answer.AsMemory(0, answer.Length / 2));
                await body.FlushAsync();
                context.Abort();
                break;
            case FaultKind.TruncatedBody:
                await body.WriteAsync(answer.AsMemory(0, answer.Length / 2));
                break;
            default:
                await body.WriteAsync(answer);
                break;
        }
    }

    private static Task ErrorAsync(HttpContext context, SpeechFault fault) => fault.Code is null
        ? Answers.HtmlAsync(context, fault.Status)
        : Answers.ErrorAsync(context, fault.Status, fault.Code, "as scripted");

    private static byte[] Json(SpokenResponse speech, SpeechFault fault)
    {
        var isAligned = fault.Kind != FaultKind.NullAlignment;
        var json = new JsonObject
        {
            ["audio_base64"] = Convert.ToBase64String(AudioOf(speech, fault)),
            ["alignment"] = isAligned ? speech.Alignment() : null,
            ["normalized_alignment"] = isAligned ? speech.Alignment() : null,
        };
        if (speech.Turns is not null)
            json["voice_segments"] = isAligned ? speech.VoiceSegments(fault.Kind == FaultKind.OtherVoices) : new JsonArray();
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    /// <summary>The audio as the fault leaves it.</summary>
    public static ReadOnlySpan<byte> AudioOf(SpokenResponse speech, SpeechFault fault) => fault.Kind switch
    {
        FaultKind.EmptyAudio => [],
        FaultKind.TruncatedAudio => speech.Audio.AsSpan(0, speech.Audio.Length / 3),
        FaultKind.NotAudio => "Something went wrong while we made your audio."u8,
        FaultKind.BrokenFlac => "fLaC, or so it began."u8,
        _ => speech.Audio,
    };

    /// <summary>Ends when the caller has given up.</summary>
    public static Task GoneAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        context.RequestAborted.Register(gone.SetResult);
        return gone.Task;
    }
}
