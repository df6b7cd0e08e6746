using System.Text.Json;
using AudioFunctions.Beats;
using AudioFunctions.Estimates;
using AudioFunctions.Export;
using AudioFunctions.FileDrop;
using AudioFunctions.Housekeeping;
using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Serialization;
using AudioFunctions.Sessions;
using AudioFunctions.Sessions.Listing;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Rates;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AudioFunctions.Composition;

internal static class ProductRegistration
{
    /// <summary>
    /// Orchestration inputs, outputs and custom status are part of the public contract: snake_case, like every response. The official worker
    /// uses these options for its serializer, and reads an orchestrator's input only with them.
    /// </summary>
    public static IServiceCollection AddProductJson(this IServiceCollection services) =>
        services.Configure<JsonSerializerOptions>(ProductJson.Configure);

    public static IServiceCollection AddProductions(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<IExceptionPropertiesProvider, StepErrorProperties>()
            .AddSingleton<VoiceProfileStore>()
            .AddSingleton<ScriptContexts>()
            .AddSingleton<ScriptArchive>()
            .AddSingleton<PronunciationStore>()
            .AddSingleton<SessionPronunciations>()
            .AddSingleton<StaleTakes>()
            .AddSingleton<StaleSearch>()
            .AddSingleton<SessionStore>()
            .AddSingleton<SessionList>()
            .AddSingleton<TakeFiles>()
            .AddSingleton<SpendingGate>()
            .AddSingleton<FailedTakeFinder>()
            .AddSingleton<AbandonedTakes>()
            .AddSingleton<TakeSpeaker>()
            .AddSingleton<TakeFinisher>()
            .AddSingleton<TakeReuse>()
            .AddSingleton<TakeCopier>()
            .AddSingleton<ScriptChangePlanner>()
            .AddSingleton<SpeechRateStore>()
            .AddSingleton<ScriptEstimator>()
            .AddSingleton<ProductionBudget>()
            .AddSingleton<ExportFiles>()
            .AddSingleton<MasterMaker>()
            .AddSingleton<SoundMaker>()
            .AddSingleton<TakeRemaking>()
            .AddSingleton<CaptionWriter>()
            .AddSingleton<WordWriter>()
            .AddSingleton<PastExports>()
            .AddSingleton<ExportZip>()
            .AddSingleton<SessionRemoval>();
    }

    /// <summary>Throws at start if the options are invalid.</summary>
    public static IServiceCollection AddDrop(this IServiceCollection services)
    {
        services.AddOptions<DropOptions>().BindConfiguration(DropOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<DropReports>().AddSingleton<DropRetry>();
    }

    /// <inheritdoc cref="AddDrop"/>
    public static IServiceCollection AddHousekeeping(this IServiceCollection services)
    {
        services.AddOptions<HousekeepingOptions>().BindConfiguration(HousekeepingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<SessionBlobs>().AddSingleton<InstancePurge>().AddSingleton<OrphanRemoval>();
    }

    public static IServiceCollection AddHttpResponses(this IServiceCollection services) =>
        services
            .AddSingleton<SessionLookup>()
            .AddSingleton<InstanceRemains>()
            .AddSingleton<SessionInstances>()
            .AddSingleton<ProductionAdmission>()
            .AddSingleton<ProductionStarter>()
            .AddSingleton<LineRetakeAdmission>()
            .AddSingleton<BeatRegeneration>()
            .AddSingleton<RegenerationCancellation>()
            .AddSingleton<TakeSelection>()
            .AddSingleton<ExportRequest>()
            .AddSingleton<StatusChange>()
            .AddSingleton<ProductionCancellation>()
            .AddSingleton<ProductionContinuation>()
            .AddSingleton<ScriptReplacement>()
            .AddSingleton<BeatCosts>();
}
