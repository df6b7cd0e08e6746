using AudioFunctions.Audio;
using AudioFunctions.Audio.Assembling;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Audio.FFmpeg;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AudioFunctions.Composition;

public static class AudioServices
{
    /// <summary>Adds everything that finishes audio. At start, invalid options throw, and scratch folders of dead processes are removed.</summary>
    public static IServiceCollection AddAudio<TWrapper>(this IServiceCollection services, IConfiguration configuration)
        where TWrapper : class, IFFmpegWrapper
    {
        services.AddOptions<AudioOptions>().Bind(configuration.GetSection(AudioOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AudioOptions>, OptionsCheck>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<AudioOptions>>().Value);
        services.AddSingleton<IFFmpegWrapper, TWrapper>();
        services.AddSingleton<FFmpegTool>();
        services.AddLogging();
        services.AddSingleton<ScratchFolders>();
        services.AddSingleton<TakeAssembler>();
        services.AddSingleton<AudioMeter>();
        services.AddHostedService<SweepAtStart>();
        return services;
    }

    private sealed class OptionsCheck : IValidateOptions<AudioOptions>
    {
        public ValidateOptionsResult Validate(string? name, AudioOptions options) =>
            options.Problems() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }

    private sealed class SweepAtStart(ScratchFolders folders) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            folders.SweepDead();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
