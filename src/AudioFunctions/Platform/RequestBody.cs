using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Platform;

/// <summary>Bodies of bounded size.</summary>
internal static class RequestBody
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>The body, cut one byte after <paramref name="limit"/>, so that the caller can see that it is too long.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[Math.Min(BufferBytes, limit + 1)];
        while (body.Length <= limit)
        {
            var wanted = (int)Math.Min(buffer.Length, limit + 1 - body.Length);
            var read = await request.Body.ReadAsync(buffer.AsMemory(0, wanted), cancellationToken);
            if (read == 0)
                break;
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
