using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Cli.Tests.Mcp;

/// <summary><c>run.sh --mcp</c> with the published app.</summary>
public sealed class StdioTests : IDisposable
{
    private const string Script = """
        [META]
        video_title: Stdio
        project: tests
        [BEAT: 01_hook]
        name: Hook
        ---
        Me speak through a pipe.
        [END_BEAT]
        [BEAT: 02_end]
        name: End
        ---
        Pipe is long.
        [END_BEAT]
        """;

    private const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""";

    private const string ListVoices =
        """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"list_voice_profiles","arguments":{}}}""";

    private readonly PublishedCheckout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task An_agent_fixes_produces_and_exports_a_script()
    {
        var client = await ConnectAsync();
        await using (client)
        {
            var broken = await DoAsync(client, "validate_els_script", new { els_content = Script.Replace("[END_BEAT]", "", StringComparison.Ordinal) });
            var valid = await DoAsync(client, "validate_els_script", new { els_content = Script });
            var estimate = await DoAsync(client, "create_production_session", new { els_content = Script, dry_run = true });
            var messages = new Messages();
            var done = await DoAsync(client, "complete_audio_workflow", new { els_content = Script }, messages);
            var id = done["production"]!["session_id"]!.GetValue<string>();
            var first = done["production"]!["beats"]![0]!["selected_take_id"]!.GetValue<string>();
            var audio = await client.ReadResourceAsync($"audiofunctions://sessions/{id}/takes/{first}/audio");
            var second = await DoAsync(client, "regenerate_beat_audio", new { session_id = id, beat_id = "01_hook", new_pace = "slow" });
            await DoAsync(client, "select_take", new { session_id = id, beat_id = "01_hook", take_id = second["take"]!["take_id"]!.GetValue<string>() });
            var exported = await DoAsync(client, "export_selected_takes", new { session_id = id });
            var unknown = await CallAsync(client, "get_production_session", new { session_id = "none" });

            Assert.False(broken["is_valid"]!.GetValue<bool>());
            Assert.True(valid["is_valid"]!.GetValue<bool>());
            Assert.Equal(2, estimate["estimate"]!["total"]!["requests"]!.GetValue<int>());
            Assert.Contains(id, messages.First!, StringComparison.Ordinal);
            Assert.True(Assert.IsType<BlobResourceContents>(Assert.Single(audio.Contents)).DecodedData.Length > 1000);
            Assert.Equal(2, exported["exported_files"]!.AsArray().Count);
            Assert.True(unknown.IsError);
            Assert.Contains("session-not-found", Assert.IsType<TextContentBlock>(unknown.Content[0]).Text, StringComparison.Ordinal);
        }

        await _checkout.AllProcessesEndAsync();
    }

    [Fact]
    public async Task Standard_output_has_only_protocol_messages_and_the_end_of_the_input_ends_the_command()
    {
        using var relay = _checkout.Start();
        await relay.StandardInput.WriteLineAsync(Initialize);
        var initialized = await LineAsync(relay);
        await relay.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        await relay.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/list"}""");
        var listed = await LineAsync(relay);
        // The last request before the end of the input, without a line break.
        await relay.StandardInput.WriteAsync("""{"jsonrpc":"2.0","id":3,"method":"prompts/list"}""");

        relay.StandardInput.Close();
        var rest = await relay.StandardOutput.ReadToEndAsync();
        await relay.WaitForExitAsync();

        Assert.Equal(["1", "2", "3"], new[] { initialized, listed, rest }.Select(line => JsonNode.Parse(line)!["id"]!.ToString()));
        Assert.Equal(0, relay.ExitCode);
        await _checkout.AllProcessesEndAsync();
    }

    [Fact]
    public async Task A_second_client_continues_when_the_first_one_that_started_the_app_ends()
    {
        using var first = _checkout.Start();
        await first.StandardInput.WriteLineAsync(Initialize);
        await LineAsync(first);
        using var second = _checkout.Start();
        await second.StandardInput.WriteLineAsync(Initialize);
        await LineAsync(second);

        first.StandardInput.Close();
        await first.WaitForExitAsync();
        await second.StandardInput.WriteLineAsync(ListVoices);
        var answer = JsonNode.Parse(await LineAsync(second))!;
        second.StandardInput.Close();
        await second.WaitForExitAsync();

        Assert.Null(answer["error"]);
        Assert.NotNull(answer["result"]!["structuredContent"]);
        await _checkout.AllProcessesEndAsync();
    }

    [Fact]
    public async Task It_uses_the_app_of_a_normal_run_and_continues_when_that_run_ends()
    {
        // Many more beats than are spoken until the relay responds.
        const int Beats = 300;
        using var producing = _checkout.StartProducing(ScriptOf(Beats));
        while (!(await LineAsync(producing)).Contains($"/{Beats}]", StringComparison.Ordinal))
        {
        }

        using var relay = _checkout.Start();
        await relay.StandardInput.WriteLineAsync(Initialize);
        await LineAsync(relay);
        Assert.False(producing.HasExited);
        using var kill = Process.Start("kill", ["-INT", $"{producing.Id}"]);
        await producing.WaitForExitAsync();
        await relay.StandardInput.WriteLineAsync(ListVoices);
        var answer = JsonNode.Parse(await LineAsync(relay))!;
        relay.StandardInput.Close();
        await relay.WaitForExitAsync();

        Assert.NotNull(answer["result"]!["structuredContent"]);
        await _checkout.AllProcessesEndAsync();
    }

    [Fact]
    public async Task Ctrl_C_ends_the_command()
    {
        using var relay = _checkout.Start();
        await relay.StandardInput.WriteLineAsync(Initialize);
        await LineAsync(relay);

        using var kill = Process.Start("kill", ["-INT", $"{relay.Id}"]);
        await relay.WaitForExitAsync();

        Assert.Equal(130, relay.ExitCode);
        Assert.Equal("", await relay.StandardOutput.ReadToEndAsync());
        await _checkout.AllProcessesEndAsync();
    }

    private static string ScriptOf(int beats) =>
        "[META]\nvideo_title: Long\nproject: tests\n"
        + string.Concat(Enumerable.Range(1, beats).Select(beat => $"[BEAT: {beat:000}]\nname: {beat}\n---\nMe say number {beat}.\n[END_BEAT]\n"));

    private static async Task<string> LineAsync(Process relay)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        return await relay.StandardOutput.ReadLineAsync(timeout.Token) ?? throw new EndOfStreamException(await relay.StandardError.ReadToEndAsync());
    }

    private Task<McpClient> ConnectAsync() => McpClient.CreateAsync(
        new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = _checkout.Arguments,
            EnvironmentVariables = _checkout.Environment.ToDictionary(one => one.Key, one => (string?)one.Value),
            ShutdownTimeout = TimeSpan.FromSeconds(60),
        }),
        new McpClientOptions { InitializationTimeout = TimeSpan.FromMinutes(2) });

    private static async Task<JsonObject> DoAsync(McpClient client, string tool, object arguments, IProgress<ProgressNotificationValue>? progress = null)
    {
        var result = await CallAsync(client, tool, arguments, progress);
        var text = Assert.IsType<TextContentBlock>(result.Content[0]).Text;
        Assert.True(result.IsError is not true, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    private static async Task<CallToolResult> CallAsync(
        McpClient client, string tool, object arguments, IProgress<ProgressNotificationValue>? progress = null) =>
        await client.CallToolAsync(
            tool, JsonSerializer.SerializeToNode(arguments)!.AsObject().ToDictionary(one => one.Key, one => (object?)one.Value), progress);

    private sealed class Messages : IProgress<ProgressNotificationValue>
    {
        public string? First { get; private set; }

        public void Report(ProgressNotificationValue value) => First ??= value.Message;
    }
}
