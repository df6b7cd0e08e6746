using System.Reflection;
using System.Text.Json.Nodes;
using AudioFunctions.Mcp;
using AudioFunctions.Mcp.Prompts;
using AudioFunctions.Mcp.Resources;
using AudioFunctions.Mcp.Tools;
using AudioFunctions.Serialization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AudioFunctions.Composition;

/// <summary>Registers the server of the Model Context Protocol: its name, instructions and tools.</summary>
internal static class McpRegistration
{
    private const string Instructions =
        "Turns a script for a short video, written in ELS, into finished voice audio. Read audiofunctions://els before writing a script. Usual order: "
        + "validate_els_script until it is valid, create_production_session (which says the cost), generate_beat_audio for each beat, listen to the takes behind "
        + "the links, regenerate_beat_audio and select_take if one is not good, export_selected_takes. complete_audio_workflow does all of it at once. Tools that spend credits say so, take dry_run and max_credits, "
        + "and name the session in their first progress message.";

    private static readonly AIJsonSchemaCreateOptions Schemas = new() { TransformSchemaNode = DescribeTimes };

    public static IServiceCollection AddAgentTools(this IServiceCollection services)
    {
        var server = services.AddMcpServer(options =>
        {
            options.ServerInfo = new Implementation { Name = "audiofunctions", Title = "AudioFunctions", Version = "1.0.0" };
            options.ServerInstructions = Instructions;
            // Tools use the scope of the function that handles the message.
            options.ScopeRequests = false;
            options.Filters.Request.ReadResourceFilters.Add(ResourceFailures.Explain);
            options.Filters.Request.GetPromptFilters.Add(ResourceFailures.Explain);
        });
        server.WithResources<ProductResources>().WithPrompts<ProductPrompts>();
        return services
            .AddSingleton<RunningCalls>()
            .AddScoped<EngineClient>()
            .AddScoped<StartedWork>()
            .AddScoped<WorkWatch>()
            .AddScoped<InstanceWait>()
            .AddScoped<ScriptIntake>()
            .AddScoped<ProductionRun>()
            .AddScoped<ExportWait>()
            .AddScoped<BeatWait>()
            .AddScoped<TakeMaker>()
            .AddTools<ScriptTools>()
            .AddTools<VoiceTools>()
            .AddTools<SessionTools>()
            .AddTools<ProductionTools>()
            .AddTools<BeatTools>()
            .AddTools<ExportTools>();
    }

    /// <summary>
    /// The product serializes times with its own converter, for which the generated schema would be <c>true</c>, which many clients don't
    /// accept.
    /// </summary>
    private static JsonNode DescribeTimes(AIJsonSchemaCreateContext context, JsonNode schema) =>
        context.TypeInfo.Type == typeof(DateTimeOffset) ? new JsonObject { ["type"] = "string", ["format"] = "date-time" }
        : context.TypeInfo.Type == typeof(DateTimeOffset?) ? new JsonObject { ["type"] = new JsonArray("string", "null"), ["format"] = "date-time" }
        : schema;

    private static IServiceCollection AddTools<T>(this IServiceCollection services)
    {
        foreach (var method in typeof(T).GetMethods().Where(method => method.GetCustomAttribute<McpServerToolAttribute>() is not null))
        {
            services.AddSingleton<McpServerTool>(provider => new ProductTool(
                McpServerTool.Create(
                    method,
                    request => ActivatorUtilities.CreateInstance<T>(request.Services!)!,
                    new McpServerToolCreateOptions { Services = provider, SerializerOptions = ProductJson.Options, SchemaCreateOptions = Schemas }),
                provider.GetRequiredService<IHostApplicationLifetime>(),
                provider.GetRequiredService<ILogger<ProductTool>>()));
        }

        return services;
    }
}
