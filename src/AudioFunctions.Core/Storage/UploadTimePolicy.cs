using Azure.Core;
using Azure.Core.Pipeline;

namespace AudioFunctions.Storage;

/// <summary>
/// The SDK's network timeout includes sending the body, however long that is, so a long one gets more time. Smaller blocks would do as
/// well, but two uploads of one blob at the same time give their blocks the same ids and could mix.
/// </summary>
internal sealed class UploadTimePolicy(TimeSpan attemptTimeout) : HttpPipelineSynchronousPolicy
{
    /// <summary>A slow uplink to a distant account.</summary>
    private const int BytesPerSecond = 256 * 1024;

    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.Request.Content is { } body && body.TryComputeLength(out var length))
            message.NetworkTimeout = attemptTimeout + TimeSpan.FromSeconds((double)length / BytesPerSecond);
    }
}
