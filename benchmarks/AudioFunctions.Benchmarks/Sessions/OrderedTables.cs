using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AudioFunctions.Testing.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Benchmarks.Sessions;

/// <summary>
/// The same rows behind a server that finds them by the order of their keys, as Azure Table Storage does and Azurite does not. It answers
/// what a page of the list asks: one row by its key, and the rows of a partition from a row key on.
/// </summary>
internal sealed partial class OrderedTables : IAsyncDisposable
{
    private readonly Dictionary<string, Table> _tables;
    private readonly WebApplication _app;

    private OrderedTables(SeededSessions sessions)
    {
        _tables = new[] { SeededSessions.Sessions, SeededSessions.Index }.ToDictionary(name => name, name => new Table(sessions.Rows(name)));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={AzuriteServer.AccountName};AccountKey={AzuriteServer.AccountKey};"
        + $"TableEndpoint={_app.Urls.Single()}/{AzuriteServer.AccountName};";

    public static async Task<OrderedTables> StartAsync(SeededSessions sessions, CancellationToken cancellationToken)
    {
        var server = new OrderedTables(sessions);
        await server._app.StartAsync(cancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = WebUtility.UrlDecode(context.Request.Path.Value!);
        if (path.EndsWith("/Tables", StringComparison.Ordinal))
        {
            // The table is there, and the caller said that this is fine.
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var names = context.Request.Query["$select"].ToString().Split(',');
        var filter = PartitionFilter().Match(context.Request.Query["$filter"].ToString());
        var row = RowPath().Match(path);
        using var answer = new MemoryStream();
        using (var json = new Utf8JsonWriter(answer))
        {
            if (row.Success)
                Write(json, _tables[row.Groups[1].Value].Find(row.Groups[2].Value, row.Groups[3].Value), names);
            else
                WritePage(context, json, filter, names);
        }

        context.Response.ContentType = "application/json;odata=minimalmetadata";
        await context.Response.Body.WriteAsync(answer.ToArray());
    }

    private void WritePage(HttpContext context, Utf8JsonWriter json, Match filter, string[] names)
    {
        var top = int.Parse(context.Request.Query["$top"].ToString(), System.Globalization.CultureInfo.InvariantCulture);
        var rows = _tables[SeededSessions.Index].Between(filter.Groups[1].Value, filter.Groups[2].Value, filter.Groups[3].Value).Take(top + 1).ToList();
        if (rows.Count > top)
        {
            context.Response.Headers["x-ms-continuation-NextPartitionKey"] = filter.Groups[1].Value;
            context.Response.Headers["x-ms-continuation-NextRowKey"] = rows[top].GetProperty("RowKey").GetString();
        }

        json.WriteStartObject();
        json.WriteStartArray("value");
        foreach (var row in rows.Take(top))
            Write(json, row, names);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JsonElement row, string[] names)
    {
        json.WriteStartObject();
        json.WriteString("odata.etag", "W/\"datetime'2026-03-01T12%3A00%3A00.0000000Z'\"");
        var properties = row.EnumerateObject().Where(property => names.Contains(property.Name.Split('@')[0]));
        // A type is announced before its value; Azurite's file has it behind.
        foreach (var property in properties.GroupBy(property => property.Name.Split('@')[0]).SelectMany(one => one.Reverse()))
            property.WriteTo(json);
        json.WriteEndObject();
    }

    [GeneratedRegex(@"/(\w+)\(PartitionKey='(.*)',RowKey='(.*)'\)$")]
    private static partial Regex RowPath();

    [GeneratedRegex("^PartitionKey eq '(.*)' and RowKey gt '(.*)' and RowKey lt '(.*)'$")]
    private static partial Regex PartitionFilter();

    /// <summary>Rows in the order of their keys.</summary>
    private sealed class Table
    {
        private readonly string[] _keys;
        private readonly byte[][] _rows;

        public Table(IEnumerable<string> rows)
        {
            var read = rows.Select(Read).ToList();
            _keys = [.. read.Select(row => row.Key)];
            _rows = [.. read.Select(row => row.Properties)];
            Array.Sort(_keys, _rows, StringComparer.Ordinal);
        }

        public JsonElement Find(string partition, string key) => Row(Array.BinarySearch(_keys, Key(partition, key), StringComparer.Ordinal));

        public IEnumerable<JsonElement> Between(string partition, string after, string before)
        {
            var found = Array.BinarySearch(_keys, Key(partition, after), StringComparer.Ordinal);
            for (var index = found < 0 ? ~found : found + 1; index < _keys.Length && string.CompareOrdinal(_keys[index], Key(partition, before)) < 0; index++)
                yield return Row(index);
        }

        private JsonElement Row(int index) => JsonDocument.Parse(_rows[index]).RootElement;

        private static (string Key, byte[] Properties) Read(string stored)
        {
            using var row = JsonDocument.Parse(stored);
            var properties = row.RootElement.GetProperty("properties");
            return (
                Key(properties.GetProperty("PartitionKey").GetString()!, properties.GetProperty("RowKey").GetString()!),
                Encoding.UTF8.GetBytes(properties.GetRawText()));
        }

        private static string Key(string partition, string key) => $"{partition}\0{key}";
    }
}
