using System.Net;

namespace AudioFunctions.Cli.Api;

/// <summary>The app answered, but not with what was asked for. The message is the answer's own sentence.</summary>
public sealed class ApiException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status => status;
}
