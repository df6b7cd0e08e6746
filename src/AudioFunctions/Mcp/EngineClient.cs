using Microsoft.DurableTask.Client;

namespace AudioFunctions.Mcp;

/// <summary>The durable engine as the function that carries a message knows it, for the tools. One for each message.</summary>
internal sealed class EngineClient
{
    private DurableTaskClient? _client;

    public DurableTaskClient Client => _client ?? throw new InvalidOperationException("No function carries this message.");

    public void Use(DurableTaskClient client) => _client = client;
}
