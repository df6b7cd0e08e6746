using Azure.Core;
using Azure.Core.Pipeline;

namespace AudioFunctions.Storage;

/// <summary>
/// Gives a request with a long body more time, because the SDK's network timeout includes sending it. Uploading in smaller blocks isn't an
/// option: two concurrent uploads of the same blob use the same block ids and could mix their blocks.
/// </summary>
internal sealed class UploadTimePolicy(TimeSpan attemptTimeout) : HttpPipelineSynchronousPolicy
{
    /// <summary>The assumed rate: that of a slow uplink to a distant account.</summary>
    private const int BytesPerSecond = 256 * 1024;

    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.Request.Content is { } body && body.TryComputeLength(out var length))
            message.NetworkTimeout = attemptTimeout + TimeSpan.FromSeconds((double)length / BytesPerSecond);
    }
}
