using System.Net;

namespace AudioFunctions.Cli.Api;

/// <summary>The app returned an error. The message is the response's own.</summary>
public sealed class ApiException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status => status;
}
