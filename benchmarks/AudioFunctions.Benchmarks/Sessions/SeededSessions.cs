using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Benchmarks.Sessions;

/// <summary>
/// Many sessions without writing each: the product writes one of each project and status into an Azurite, and the rows that these have are
/// copied, with ids and times of their own. Azurite looks through a whole partition for every row that is added to it, so that adding
/// 100,000 one by one would take hours.
/// </summary>
internal sealed partial class SeededSessions
{
    public const int Projects = 10;
    public const string Sessions = "Sessions";
    public const string Index = "SessionIndex";

    private static readonly DateTimeOffset Newest = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SessionStatus[] Statuses = Enum.GetValues<SessionStatus>();

    private readonly JsonDocument _file;
    private readonly int _copies;

    private SeededSessions(JsonDocument file, int copies) => (_file, _copies) = (file, copies);

    public static string Project(int number) => $"project {number}";

    /// <summary>Stops the Azurite, gives it the sessions, and starts it again.</summary>
    /// <param name="count">A multiple of <see cref="Projects"/> times the number of statuses.</param>
    public static async Task<SeededSessions> AddToAsync(AzuriteServer azurite, int count, CancellationToken cancellationToken)
    {
        await WriteSamplesAsync(azurite, cancellationToken);
        await azurite.StopAsync();
        var path = Path.Combine(azurite.Location, "__azurite_db_table__.json");
        var seeded = new SeededSessions(JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken)), count / (Projects * Statuses.Length));
        await using (var file = File.Create(path))
            seeded.Write(file);
        await azurite.StartAgainAsync(cancellationToken);
        return seeded;
    }

    /// <summary>The rows of a table, as Azurite stores them.</summary>
    public IEnumerable<string> Rows(string table)
    {
        var collection = _file.RootElement.GetProperty("collections").EnumerateArray().Single(one => IsOf(one, table));
        var all = collection.GetProperty("data").EnumerateArray().Select(row => row.GetRawText()).ToLookup(row => MarkKey().IsMatch(row));
        var number = 0;
        // What marks the index as complete is there once.
        return Enumerable.Range(0, _copies).SelectMany(copy => all[false].Select(row => Copy(row, copy, ++number)))
            .Concat(all[true].Select(row => Copy(row, 0, ++number)));
    }

    /// <summary>One session a second, the newest first.</summary>
    private static async Task WriteSamplesAsync(AzuriteServer azurite, CancellationToken cancellationToken)
    {
        var tables = new TableServiceClient(azurite.ConnectionString);
        var written = 0;
        foreach (var status in Statuses)
        {
            for (var project = 0; project < Projects; project++, written++)
            {
                var store = new SessionStore(tables, new StandingTime(Newest.AddSeconds(-written)));
                var session = new NewSession(
                    Guid.NewGuid().ToString("N"), $"Video {written}", Project(project), [new NewBeat("01", "One", "every-coon")]);
                await store.AddDraftAsync(session, cancellationToken);
                await store.MoveStatusAsync(session.SessionId, SessionStatus.Draft, status, error: null, cancellationToken);
            }
        }
    }

    private void Write(Stream file)
    {
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        foreach (var property in _file.RootElement.EnumerateObject().Where(property => property.Name != "collections"))
            property.WriteTo(json);
        json.WriteStartArray("collections");
        foreach (var collection in _file.RootElement.GetProperty("collections").EnumerateArray())
        {
            if (IsOf(collection, Sessions))
                Write(json, collection, Sessions);
            else if (IsOf(collection, Index))
                Write(json, collection, Index);
            else
                collection.WriteTo(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A collection with the copies in place of its rows; its indices name them in order.</summary>
    private void Write(Utf8JsonWriter json, JsonElement collection, string table)
    {
        string[] replaced = ["data", "idIndex", "binaryIndices", "maxId"];
        json.WriteStartObject();
        foreach (var property in collection.EnumerateObject().Where(property => !replaced.Contains(property.Name)))
            property.WriteTo(json);
        json.WriteNull("idIndex");
        json.WriteStartObject("binaryIndices");
        foreach (var index in collection.GetProperty("binaryIndices").EnumerateObject())
        {
            json.WritePropertyName(index.Name);
            json.WriteRawValue($$"""{"name":"{{index.Name}}","dirty":false,"values":[{{string.Join(',', Order(table, index.Name))}}]}""", skipInputValidation: true);
        }

        json.WriteEndObject();
        json.WriteStartArray("data");
        var written = 0;
        foreach (var row in Rows(table))
        {
            json.WriteRawValue(row, skipInputValidation: true);
            if (++written % 1000 == 0)
                json.Flush();
        }

        json.WriteEndArray();
        json.WriteNumber("maxId", written);
        json.WriteEndObject();
    }

    /// <summary>The places of the rows in the order of a key: Azurite trusts the index of its file, and never makes it anew.</summary>
    private int[] Order(string table, string key)
    {
        var keys = Rows(table).Select(row => Regex.Match(row, $"\"{key}\":\"([^\"]*)\"").Groups[1].Value).ToArray();
        var places = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(keys, places, StringComparer.Ordinal);
        return places;
    }

    private static bool IsOf(JsonElement collection, string table) =>
        collection.GetProperty("name").GetString()!.EndsWith($"${table}", StringComparison.Ordinal);

    /// <summary>The row of another session: its id ends on the number of the copy, and it is older by as many seconds as there are samples.</summary>
    private static string Copy(string row, int copy, int number)
    {
        var older = TimeSpan.FromSeconds((long)copy * Projects * Statuses.Length);
        var moved = SessionIds().Replace(row, id => string.Concat(id.ValueSpan[..24], copy.ToString("x8", CultureInfo.InvariantCulture)));
        moved = InvertedTicks().Replace(moved, ticks =>
            (long.Parse(ticks.ValueSpan, CultureInfo.InvariantCulture) + older.Ticks).ToString("D19", CultureInfo.InvariantCulture));
        moved = Times().Replace(moved, time =>
            (DateTimeOffset.Parse(time.ValueSpan, CultureInfo.InvariantCulture) - older).UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        moved = Earlier().Replace(moved, "");
        return LokiIds().Replace(moved, number.ToString(CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("\"RowKey\":\"~")]
    private static partial Regex MarkKey();

    [GeneratedRegex("(?<=\"(PartitionKey|SessionId)\":\")[0-9a-f]{32}(?=\")")]
    private static partial Regex SessionIds();

    [GeneratedRegex("(?<=\"(RowKey|Listed)\":\"([A-Za-z0-9-]+_)?)[0-9]{19}(?=[0-9a-f]{8})")]
    private static partial Regex InvertedTicks();

    [GeneratedRegex("(?<=\"(CreatedAt|UpdatedAt)\":\")[^\"]+")]
    private static partial Regex Times();

    [GeneratedRegex("(?<=\"ListedBefore\":\")[^\"]+")]
    private static partial Regex Earlier();

    [GeneratedRegex("(?<=\"\\$loki\":)[0-9]+")]
    private static partial Regex LokiIds();

    private sealed class StandingTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
