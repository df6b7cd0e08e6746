using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Testing.Speech;

/// <summary>A fault as the answer of an endpoint that bills nothing.</summary>
internal static class ScriptedFault
{
    public static async Task UnlessFaultyAsync(HttpContext context, SpeechFault fault, Func<HttpContext, Task> answer)
    {
        switch (fault.Kind)
        {
            case FaultKind.None:
                await answer(context);
                break;
            case FaultKind.HtmlPage:
                await Answers.HtmlAsync(context, 200);
                break;
            case FaultKind.Error when fault.Code is not null:
                await Answers.ErrorAsync(context, fault.Status, fault.Code, "as scripted");
                break;
            case FaultKind.Error:
                await Answers.HtmlAsync(context, fault.Status);
                break;
            case FaultKind.HangAfterBilling:
                await SpeechSettings.GoneAsync(context);
                break;
            default:
                context.Abort();
                break;
        }
    }
}
