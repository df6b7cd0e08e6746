using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Testing.Speech;

/// <summary>A request that is not spoken, and the answer it gets.</summary>
/// <param name="Violations">What only a client does that does not know the API; empty for what happens to anybody.</param>
internal sealed record SpeechRefusal(Func<HttpContext, Task> AnswerAsync, IReadOnlyList<string> Violations)
{
    public static SpeechRefusal Invalid(params IReadOnlyList<RuleBreach> breaches) =>
        new(context => Answers.InvalidAsync(context, breaches), [.. breaches.Select(b => $"{b.Field}: {b.Message}")]);

    public static SpeechRefusal Violation(string code, string what) =>
        new(context => Answers.ErrorAsync(context, 400, code, what), [what]);

    public static SpeechRefusal Error(int status, string code, string message) =>
        new(context => Answers.ErrorAsync(context, status, code, message), []);

    public static SpeechRefusal OldError(int status, string code, string message) =>
        new(context => Answers.OldErrorAsync(context, status, code, message), []);

    /// <summary>Null if the fault lets the text be spoken.</summary>
    public static SpeechRefusal? From(SpeechFault fault) => fault.Kind switch
    {
        FaultKind.HtmlPage => new(context => Answers.HtmlAsync(context, 200), []),
        FaultKind.CutBeforeBilling => new(context => { context.Abort(); return Task.CompletedTask; }, []),
        FaultKind.Error => new(context => AnswerAsScriptedAsync(context, fault), []),
        _ => null,
    };

    private static Task AnswerAsScriptedAsync(HttpContext context, SpeechFault fault)
    {
        if (fault.RetryAfter is not null)
            context.Response.Headers.RetryAfter = fault.RetryAfter;
        return fault.Code is null
            ? Answers.HtmlAsync(context, fault.Status)
            : Answers.ErrorAsync(context, fault.Status, fault.Code, "as scripted");
    }
}
