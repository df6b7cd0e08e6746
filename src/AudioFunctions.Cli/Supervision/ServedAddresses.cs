namespace AudioFunctions.Cli.Supervision;

/// <summary>
/// What a reviewer and a REST client need to know of a served app. The link has the key behind the <c>#</c>, which no browser sends and no
/// server logs; this screen is the only place that shows it.
/// </summary>
public static class ServedAddresses
{
    public static List<string> Of(Server server, Workspace workspace)
    {
        var keys = Workspace.DisplayPath(Path.Combine(workspace.Secrets, "host.json"));
        List<string> lines =
        [
            $"Review page    {server.Client.Address}api/studio{(FunctionKey.Read(workspace) is { } key ? $"#key={Uri.EscapeDataString(key)}" : "")}",
            $"REST API       {server.Client.Address}api/",
            $"Key            functionKeys in {keys}, sent as x-functions-key",
            $"For curl       key=\"x-functions-key: $(node -p \"require('{Path.Combine(workspace.Secrets, "host.json")}').functionKeys[0].value\")\"",
        ];
        if (server.Own?.Storage is not { } storage)
            return [.. lines, "Another terminal serves them."];

        return
        [
            .. lines,
            $"Blob storage   {storage.BlobAddress}",
            "File drop      an .els put into container els-drop starts a production; els-reports says what became of it",
            $"Queues         {storage.QueueAddress}",
            $"Tables         {storage.TableAddress}",
            $"Logs           {Workspace.DisplayPath(workspace.Log("host"))}, {Workspace.DisplayPath(workspace.Log("azurite"))}",
            "Ctrl-C stops the app and its storage.",
        ];
    }
}
