using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Http;

/// <summary>Creates requests with the headers each needs, sends them, and turns an answer that is no success into an exception.</summary>
internal sealed class TableRequests(HttpPipeline pipeline, Uri endpoint, string serviceVersion)
{
    /// <summary>The least the service accepts: a write's answer has no body, and an error's has the same form at every level.</summary>
    public const string NoMetadata = "application/json;odata=nometadata";

    /// <summary>Values come with their types.</summary>
    public const string MinimalMetadata = "application/json;odata=minimalmetadata";

    public TableAddress Address { get; } = new(endpoint);

    public static TableRequests Create(
        Uri endpoint, TableClientOptions? options, Func<TableClientOptions, HttpPipelinePolicy> authentication)
    {
        options ??= new TableClientOptions();
        var pipelineOptions = new HttpPipelineOptions(options) { RequestFailedDetailsParser = TableErrorParser.Instance };
        pipelineOptions.PerRetryPolicies.Add(authentication(options));
        return new(HttpPipelineBuilder.Build(pipelineOptions), endpoint, options.VersionString);
    }

    public HttpMessage Message(RequestMethod method, string address, string accept, ResponseClassifier classifier)
    {
        var message = pipeline.CreateMessage();
        message.ResponseClassifier = classifier;
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(address));
        message.Request.Headers.Add("x-ms-version", serviceVersion);
        message.Request.Headers.Add("DataServiceVersion", "3.0");
        message.Request.Headers.Add(HttpHeader.Names.Accept, accept);
        return message;
    }

    /// <summary>Sends a message without a body.</summary>
    /// <exception cref="RequestFailedException">The answer is none the message's classifier takes for a success.</exception>
    public async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await pipeline.SendAsync(message, cancellationToken);
        return Checked(message.Response);
    }

    /// <summary>Sends a message with a body; afterwards the body is gone.</summary>
    /// <exception cref="RequestFailedException">The answer is none the message's classifier takes for a success.</exception>
    public async Task<Response> SendAsync(HttpMessage message, PooledBuffer body, string contentType, CancellationToken cancellationToken)
    {
        message.Request.Headers.Add(HttpHeader.Names.ContentType, contentType);
        message.Request.Content = new BufferContent(body);
        await pipeline.SendAsync(message, cancellationToken);

        // An attempt that was given up may still hold the memory, so only a single, answered one returns it.
        if (message.ProcessingContext.RetryNumber == 0)
            body.Return();
        return Checked(message.Response);
    }

    private static Response Checked(Response response) =>
        response.IsError ? throw new RequestFailedException(response, null, TableErrorParser.Instance) : response;
}
