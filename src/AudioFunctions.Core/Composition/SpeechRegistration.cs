using AudioFunctions.Speech;
using AudioFunctions.Speech.ElevenLabs;
using AudioFunctions.Speech.Offline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AudioFunctions.Composition;

/// <summary>Registers the speech service: ElevenLabs or the offline voice, as configured.</summary>
public static class SpeechRegistration
{
    /// <summary>40,000 characters are 45 minutes of speech: some 60 MB as base64, and 320 MB as WAV.</summary>
    private const long MaxResponseBytes = 512L << 20;

    /// <summary>
    /// Registers <see cref="ISpeechService"/>, <see cref="ISpeechAccount"/>, their options (checked at start) and the log message that says which
    /// service speaks. Uses a <see cref="TimeProvider"/> that is already registered.
    /// </summary>
    public static IServiceCollection AddSpeech(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSpeechOptions(configuration);
        services.AddElevenLabsHttp();
        services.TryAddSingleton(provider => new ServiceClock(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new RequestLimiter(Value<ElevenLabsOptions>(provider).MaxConcurrentRequests));
        services.TryAddSingleton(provider => new ElevenLabsModelCatalog(
            provider.GetRequiredService<ElevenLabsClient>(),
            Value<ElevenLabsOptions>(provider),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ElevenLabsModelCatalog>>()));
        services.TryAddSingleton<ISpeechService>(provider => Value<SpeechOptions>(provider).Provider switch
        {
            SpeechOptions.ElevenLabsProvider => ElevenLabs(provider),
            _ => Offline(provider),
        });
        services.TryAddSingleton<ISpeechAccount>(provider => Value<SpeechOptions>(provider).Provider switch
        {
            SpeechOptions.ElevenLabsProvider => new ElevenLabsAccount(provider.GetRequiredService<ElevenLabsClient>()),
            _ => new FreeAccount(),
        });
        services.TryAddSingleton<RequestsUnderWay>();
        services.AddHostedService(provider => provider.GetRequiredService<RequestsUnderWay>());
        services.AddHostedService<SpeechNotice>();
        return services;
    }

    private static void AddSpeechOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<SpeechOptions>, SpeechOptionsValidator>();
        services.AddSingleton<IValidateOptions<ElevenLabsOptions>, ElevenLabsOptionsValidator>();
        services.AddOptions<ElevenLabsOptions>()
            .Bind(configuration.GetSection(ElevenLabsOptions.Section))
            .PostConfigure(options => options.ApiKey = KeyIn(configuration))
            .ValidateOnStart();
        services.AddOptions<SpeechOptions>()
            .Bind(configuration.GetSection(SpeechOptions.Section))
            .PostConfigure(options =>
            {
                options.Provider = ProviderIn(options.Provider, KeyIn(configuration));
                options.LanguageCode = string.IsNullOrWhiteSpace(options.LanguageCode) ? null : options.LanguageCode.Trim();
            })
            .ValidateOnStart();
    }

    private static void AddElevenLabsHttp(this IServiceCollection services) => services
        .AddHttpClient(nameof(ElevenLabsClient), http =>
        {
            http.Timeout = Timeout.InfiniteTimeSpan;
            http.MaxResponseContentBufferSize = MaxResponseBytes;
        })
        .AddTypedClient((http, provider) => new ElevenLabsClient(
            http,
            Value<ElevenLabsOptions>(provider),
            TimeSpan.FromSeconds(Value<SpeechOptions>(provider).TimeoutSeconds),
            provider.GetRequiredService<ServiceClock>(),
            provider.GetRequiredService<TimeProvider>()))

        // A redirect would carry the key to another host.
        .UseSocketsHttpHandler((handler, _) =>
        {
            handler.AllowAutoRedirect = false;
            // Don't send our trace ids to another service.
            handler.ActivityHeadersPropagator = null;
            handler.ConnectTimeout = TimeSpan.FromSeconds(15);
            handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        })
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)

        // The factory's own loggers write headers at level Trace.
        .RemoveAllLoggers();

    private static ElevenLabsSpeech ElevenLabs(IServiceProvider provider)
    {
        var options = Value<SpeechOptions>(provider);
        var time = provider.GetRequiredService<TimeProvider>();
        var limiter = provider.GetRequiredService<RequestLimiter>();
        var logger = provider.GetRequiredService<ILogger<ElevenLabsSpeech>>();
        return new ElevenLabsSpeech(
            provider.GetRequiredService<ElevenLabsClient>(),
            Value<ElevenLabsOptions>(provider),
            provider.GetRequiredService<ElevenLabsModelCatalog>(),
            options,
            limiter,
            new RetrySchedule(options, limiter, time, Random.Shared.NextDouble, logger),
            provider.GetRequiredService<ServiceClock>(),
            time,
            logger);
    }

    private static OfflineSpeech Offline(IServiceProvider provider)
    {
        var options = Value<SpeechOptions>(provider);
        var timeout = TimeSpan.FromSeconds(options.TimeoutSeconds);
        var espeak = new EspeakProcess(options.EspeakPath, timeout, provider.GetRequiredService<TimeProvider>());
        return new OfflineSpeech(espeak, options.LanguageCode, provider.GetRequiredService<ILogger<OfflineSpeech>>());
    }

    private static string? KeyIn(IConfiguration configuration)
    {
        var own = configuration[$"{ElevenLabsOptions.Section}:{nameof(ElevenLabsOptions.ApiKey)}"];
        var key = string.IsNullOrWhiteSpace(own) ? configuration[ElevenLabsOptions.ApiKeyVariable] : own;
        return string.IsNullOrWhiteSpace(key) ? null : key.Trim();
    }

    private static string ProviderIn(string? configured, string? key) => configured switch
    {
        { Length: > 0 } named => named.Trim().ToLowerInvariant(),
        _ => key is null ? SpeechOptions.OfflineProvider : SpeechOptions.ElevenLabsProvider,
    };

    private static T Value<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}
