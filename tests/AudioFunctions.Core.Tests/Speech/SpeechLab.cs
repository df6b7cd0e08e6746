using System.Collections.Concurrent;
using AudioFunctions.Composition;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Speech;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Core.Tests.Speech;

/// <summary>The product's speech service with the product's registration, connected to its own stand-in.</summary>
internal sealed class SpeechLab : IAsyncDisposable
{
    /// <summary>The timeout of requests in the lab, which differs from the length of all waits.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(77);

    private readonly ServiceProvider _services;
    private readonly LogCapture _logs;
    private readonly ConcurrentBag<ServiceProvider> _otherProcesses = [];

    private SpeechLab(ElevenLabsStandIn standIn, ServiceProvider services, LogCapture logs)
    {
        (StandIn, _services, _logs) = (standIn, services, logs);
        Speech = services.GetRequiredService<ISpeechService>();
        Account = services.GetRequiredService<ISpeechAccount>();
    }

    /// <summary>The value from the settings, or the default.</summary>
    private string ModelId { get; init; } = "eleven_turbo_v2_5";

    public ElevenLabsStandIn StandIn { get; }

    public ISpeechService Speech { get; }

    public ISpeechAccount Account { get; }

    public IReadOnlyList<string> Logs => _logs.Entries;

    public static async Task<SpeechLab> StartAsync(
        StandInOptions? account = null, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var options = account ?? new StandInOptions();
        var standIn = await ElevenLabsStandIn.StartAsync(options with { Sound = StandInSound.Tones, Time = time ?? TimeProvider.System });
        var configured = new Dictionary<string, string?>
        {
            ["ElevenLabs:ApiKey"] = standIn.ApiKey,
            ["ElevenLabs:BaseUrl"] = standIn.BaseUrl,
            ["ElevenLabs:Dialogues"] = "true",
            ["Speech:TimeoutSeconds"] = "77",
            ["Speech:BackoffSeconds"] = time is null ? "0.01" : "1",
            ["Speech:LostAnswerSeconds"] = "0",
        };
        foreach (var (key, value) in settings)
        {
            configured[key] = value;
        }

        return Start(standIn, configured, time);
    }

    /// <summary>The speech service of a second process with the same account and no state.</summary>
    public ISpeechService AnotherProcess(double lostAnswerSeconds = 0, TimeProvider? time = null)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ElevenLabs:ApiKey"] = StandIn.ApiKey,
            ["ElevenLabs:BaseUrl"] = StandIn.BaseUrl,
            ["ElevenLabs:ModelId"] = ModelId,
            ["ElevenLabs:Dialogues"] = "true",
            ["Speech:TimeoutSeconds"] = "30",
            ["Speech:BackoffSeconds"] = "0.01",
            ["Speech:LostAnswerSeconds"] = FormattableString.Invariant($"{lostAnswerSeconds}"),
        };
        var other = Start(StandIn, settings, time);
        _otherProcesses.Add(other._services);
        return other.Speech;
    }

    public async Task<SpeechException> FailsAsync(SpeechSegment segment) =>
        await Assert.ThrowsAsync<SpeechException>(() => Speech.SpeakAsync(segment, CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        foreach (var other in _otherProcesses)
        {
            await other.DisposeAsync();
        }

        await StandIn.DisposeAsync();
    }

    private static SpeechLab Start(ElevenLabsStandIn standIn, Dictionary<string, string?> settings, TimeProvider? time)
    {
        var logs = new LogCapture();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        if (time is not null)
            services.AddSingleton(time);
        services.AddSpeech(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return new SpeechLab(standIn, services.BuildServiceProvider(), logs) { ModelId = settings.GetValueOrDefault("ElevenLabs:ModelId") ?? "eleven_turbo_v2_5" };
    }
}
