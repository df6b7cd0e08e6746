using System.Net;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Platform;

[Collection(ProxiedAppTests.Name)]
public sealed class MediaFailureTests(ProxiedApp proxied)
{
    [Fact]
    public async Task File_that_cannot_be_read_is_503()
    {
        var audio = await ProduceAsync(ScriptText.OneBeat);
        try
        {
            proxied.Proxy.Before = call => IsReadOfAudio(call) ? throw new IOException("The storage is down.") : Task.CompletedTask;
            var (status, problem, _) = await proxied.App.Client.SendJsonAsync(HttpMethod.Get, audio);

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "storage-unavailable"), (status, problem!["code"]!.GetValue<string>()));
        }
        finally
        {
            proxied.Proxy.Unhook();
        }
    }

    [Fact]
    public async Task Truncated_file_is_not_mistaken_for_the_whole()
    {
        // Longer than one read of a blob.
        var audio = await ProduceAsync(
            ScriptText.OneBeat.Replace("[END_BEAT]", string.Concat(Enumerable.Repeat("[PAUSE: 2000]\nMe wait.\n", 15)) + "[END_BEAT]", StringComparison.Ordinal));
        try
        {
            var reads = 0;
            proxied.Proxy.Before = call => IsReadOfAudio(call) && Interlocked.Increment(ref reads) > 1
                ? throw new IOException("The storage is down.")
                : Task.CompletedTask;
            using var answer = await proxied.App.Client.GetAsync(audio, HttpCompletionOption.ResponseHeadersRead);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsByteArrayAsync());
        }
        finally
        {
            proxied.Proxy.Unhook();
        }
    }

    private static bool IsReadOfAudio(StorageCall call) =>
        call.Service == StorageService.Blob && call.Method == "GET" && call.Path.EndsWith(".mp3", StringComparison.Ordinal);

    /// <returns>The URL of the take's audio.</returns>
    private async Task<string> ProduceAsync(string script)
    {
        var output = await proxied.App.Client.ProduceAsync(script);
        return $"sessions/{output["session_id"]}/takes/{output["beats"]![0]!["takes"]![0]!["take_id"]}/audio";
    }
}
