using Microsoft.DurableTask.Client;

namespace AudioFunctions.Mcp;

/// <summary>Gives tools the Durable client of the function that handles their message. One instance per message.</summary>
internal sealed class EngineClient
{
    private DurableTaskClient? _client;

    public DurableTaskClient Client => _client ?? throw new InvalidOperationException("No function carries this message.");

    public void Use(DurableTaskClient client) => _client = client;
}
