namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>A request as the official package's own type; here only what management addresses are made from.</summary>
public abstract class HttpRequestData(FunctionContext functionContext)
{
    public FunctionContext FunctionContext { get; } = functionContext;

    public abstract Stream Body { get; }

    public abstract Uri Url { get; }

    public abstract string Method { get; }
}
