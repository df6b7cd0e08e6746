using System.Text.Json;

namespace AudioFunctions.Tests.Mcp;

/// <summary>Descriptions, arguments and hints of the tools.</summary>
[Collection(OfflineAppTests.Name)]
public sealed class HintsTests(OfflineApp app)
{
    /// <summary>Name, arguments (optional ones with a question mark), hints: reads (only), replaces, repeats (without effect), spends.</summary>
    private static readonly string[] Expected =
    [
        "complete_audio_workflow(els_content, project_name?, dry_run?, max_credits?): - - - spends",
        "create_production_session(els_content, project_name?, dry_run?): - - - -",
        "export_selected_takes(session_id): - replaces repeats -",
        "generate_beat_audio(session_id, beat_id, dry_run?, max_credits?, include_audio?): - - repeats spends",
        "get_production_session(session_id): reads - repeats -",
        "get_voice_profile(character_name): reads - repeats -",
        "list_voice_profiles(): reads - repeats -",
        "parse_els_script(els_content): reads - repeats -",
        "regenerate_beat_audio(session_id, beat_id, new_direction?, new_pace?, stability?, style?, line?, take_id?, dry_run?, max_credits?, include_audio?): - - - spends",
        "select_take(session_id, beat_id, take_id): - replaces repeats -",
        "update_session_status(session_id, status): - replaces repeats -",
        "validate_els_script(els_content): reads - repeats -",
    ];

    [Fact]
    public async Task Every_tool_has_its_arguments_and_hints()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);

        var tools = agent.Tools.Select(tool => tool.ProtocolTool).OrderBy(tool => tool.Name, StringComparer.Ordinal).Select(tool =>
        {
            var required = tool.InputSchema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ToHashSet();
            var arguments = tool.InputSchema.GetProperty("properties").EnumerateObject().Select(one => required.Contains(one.Name) ? one.Name : $"{one.Name}?");
            var hints = tool.Annotations!;
            return $"{tool.Name}({string.Join(", ", arguments)}): {(hints.ReadOnlyHint!.Value ? "reads" : "-")} {(hints.DestructiveHint!.Value ? "replaces" : "-")} "
                + $"{(hints.IdempotentHint!.Value ? "repeats" : "-")} {(hints.OpenWorldHint!.Value ? "spends" : "-")}";
        });

        Assert.Equal(Expected, tools);
    }

    [Fact]
    public async Task Every_tool_and_argument_is_described_and_those_that_spend_say_so()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);

        Assert.All(agent.Tools.Select(tool => tool.ProtocolTool), tool =>
        {
            Assert.Equal(tool.Annotations!.OpenWorldHint, tool.Description!.StartsWith("SPENDS CREDITS", StringComparison.Ordinal));
            Assert.NotNull(tool.OutputSchema);
            Assert.All(
                tool.InputSchema.GetProperty("properties").EnumerateObject(),
                argument => Assert.False(string.IsNullOrEmpty(argument.Value.GetProperty("description").GetString())));
        });
    }

    /// <summary>JSON Schema allows <c>true</c> as a schema; clients that derive types don't.</summary>
    [Fact]
    public async Task Every_property_of_every_schema_has_its_own_schema()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);

        Assert.All(
            agent.Tools.SelectMany(tool => new[] { tool.ProtocolTool.InputSchema, tool.ProtocolTool.OutputSchema!.Value }.SelectMany(Properties)),
            property => Assert.True(property.Value.ValueKind == JsonValueKind.Object, $"{property.Name} is {property.Value}"));

        static IEnumerable<JsonProperty> Properties(JsonElement schema) => schema.ValueKind switch
        {
            JsonValueKind.Object => schema.EnumerateObject().SelectMany(member =>
                (member.Name == "properties" ? member.Value.EnumerateObject() : Enumerable.Empty<JsonProperty>()).Concat(Properties(member.Value))),
            JsonValueKind.Array => schema.EnumerateArray().SelectMany(Properties),
            _ => [],
        };
    }

    [Fact]
    public async Task Arguments_with_few_values_list_them()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);
        var schemas = agent.Tools.ToDictionary(tool => tool.Name, tool => tool.ProtocolTool.InputSchema.GetProperty("properties"));

        Assert.Equal(
            ["completed", "in_progress"],
            schemas["update_session_status"].GetProperty("status").GetProperty("enum").EnumerateArray().Select(value => value.GetString()));
        Assert.Contains(
            "deliberate", schemas["regenerate_beat_audio"].GetProperty("new_pace").GetProperty("enum").EnumerateArray().Select(value => value.GetString()));
        Assert.Equal(1, schemas["regenerate_beat_audio"].GetProperty("stability").GetProperty("maximum").GetDouble());
    }
}
