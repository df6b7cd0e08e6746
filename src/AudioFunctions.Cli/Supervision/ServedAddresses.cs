namespace AudioFunctions.Cli.Supervision;

/// <summary>
/// What reviewers and REST clients need to know about an app started with --serve. The link has the key after the <c>#</c>, which browsers
/// don't send and servers don't log; it is shown only here.
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
            "File drop      an .els file in container els-drop starts a production; its report is in container els-reports",
            $"Queues         {storage.QueueAddress}",
            $"Tables         {storage.TableAddress}",
            $"Logs           {Workspace.DisplayPath(workspace.Log("host"))}, {Workspace.DisplayPath(workspace.Log("azurite"))}",
            "Ctrl-C stops the app and its storage.",
        ];
    }
}
