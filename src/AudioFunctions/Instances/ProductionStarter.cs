using AudioFunctions.Production;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Instances;

/// <summary>A valid script that is to become a session.</summary>
/// <param name="SessionId">Whoever hands the same thing in again names the same session.</param>
/// <param name="Text">UTF-8.</param>
/// <param name="ProjectName">Null leaves the script's.</param>
/// <param name="Script">What <see cref="ScriptReader"/> made of the text and the project name.</param>
public sealed record ProductionRequest(string SessionId, ReadOnlyMemory<byte> Text, string? ProjectName, Script Script);

/// <summary>What became of a request for a production.</summary>
public enum ProductionStart
{
    /// <summary>The production runs, or has run: a repeat finds the first one's.</summary>
    Started,

    /// <summary>The session id belongs to another script.</summary>
    OtherScript,

    /// <summary>The session of this id is being deleted.</summary>
    BeingDeleted,
}

/// <summary>Starts productions of scripts that were found valid. May be asked again with the same request, and twice at once.</summary>
public sealed class ProductionStarter(ScriptArchive scripts, SessionStore sessions)
{
    public async Task<ProductionStart> StartAsync(DurableTaskClient client, ProductionRequest request, CancellationToken cancellationToken)
    {
        var sessionId = request.SessionId;
        if (await sessions.IsBeingDeletedAsync(sessionId, cancellationToken))
            return ProductionStart.BeingDeleted;

        // The text is stored first: a production that exists always finds its script. A repeat finds both and changes nothing.
        if (!await scripts.TryAddTextAsync(sessionId, request.Text, cancellationToken)
            && !(await scripts.FindTextAsync(sessionId, cancellationToken))!.Value.Span.SequenceEqual(request.Text.Span))
        {
            return ProductionStart.OtherScript;
        }

        // The session is listed before it is scheduled: it exists from the answer on. One whose production has begun is past this.
        if (await sessions.AddDraftAsync(NewSession.Of(sessionId, request.Script), cancellationToken)
            && await SessionLookup.ProductionAsync(client, sessionId, withInputsAndOutputs: false, cancellationToken) is null)
        {
            var input = new ProduceSessionInput(request.ProjectName, sessionId);
            await Orchestrations.StartOnceAsync(client, ProduceSession.Name, sessionId, input, cancellationToken);
        }

        return ProductionStart.Started;
    }
}
