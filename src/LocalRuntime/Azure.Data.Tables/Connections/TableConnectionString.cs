namespace Azure.Data.Tables.Connections;

/// <summary>
/// A storage connection string, as far as tables need it: <c>UseDevelopmentStorage=true</c>, or an account with a key and
/// either an explicit <c>TableEndpoint</c> or the parts of the default one.
/// Source: https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string
/// </summary>
internal sealed record TableConnectionString(Uri Endpoint, TableSharedKeyCredential Credential)
{
    // Published by Microsoft for every emulator; no secret.
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const int EmulatorPort = 10002;

    public static TableConnectionString Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var settings = Settings(connectionString);
        return settings.TryGetValue("UseDevelopmentStorage", out var emulator) && bool.TryParse(emulator, out var yes) && yes
            ? Emulator(settings)
            : Account(settings);
    }

    private static Dictionary<string, string> Settings(string connectionString)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw Invalid("every setting must have the form name=value");
            if (!settings.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
                throw Invalid($"'{part[..equals].Trim()}' appears twice");
        }

        return settings;
    }

    private static TableConnectionString Emulator(Dictionary<string, string> settings)
    {
        var host = settings.TryGetValue("DevelopmentStorageProxyUri", out var proxy) ? Absolute(proxy, "DevelopmentStorageProxyUri") : null;
        var endpoint = new UriBuilder(host?.Scheme ?? Uri.UriSchemeHttp, host?.Host ?? "127.0.0.1", EmulatorPort, EmulatorAccount).Uri;
        return new(endpoint, new TableSharedKeyCredential(EmulatorAccount, EmulatorKey));
    }

    private static TableConnectionString Account(Dictionary<string, string> settings)
    {
        if (!settings.TryGetValue("AccountName", out var name) || !settings.TryGetValue("AccountKey", out var key))
            throw Invalid("it needs AccountName and AccountKey, or UseDevelopmentStorage=true");

        var endpoint = settings.TryGetValue("TableEndpoint", out var explicitEndpoint)
            ? Absolute(explicitEndpoint, "TableEndpoint")
            : DefaultEndpoint(settings, name);
        try
        {
            return new(endpoint, new TableSharedKeyCredential(name, key));
        }
        catch (FormatException)
        {
            throw Invalid("AccountKey is not Base64");
        }
    }

    private static Uri DefaultEndpoint(Dictionary<string, string> settings, string account)
    {
        var protocol = settings.GetValueOrDefault("DefaultEndpointsProtocol", Uri.UriSchemeHttps);
        var suffix = settings.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        return Absolute($"{protocol}://{account}.table.{suffix}", "the default endpoint");
    }

    private static Uri Absolute(string value, string setting) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri
            : throw Invalid($"{setting} is not an http(s) address");

    private static InvalidOperationException Invalid(string reason) =>
        new($"The storage connection string is invalid: {reason}.");
}
