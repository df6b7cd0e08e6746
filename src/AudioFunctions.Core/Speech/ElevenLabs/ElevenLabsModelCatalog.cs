using AudioFunctions.Speech.Models;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>
/// The models as ElevenLabs lists them. One caller requests the list every few hours while the others wait for it. Data that it lacks, or
/// that this key may not read, comes from <see cref="ElevenLabsModels"/>. Safe for concurrent use.
/// </summary>
internal sealed class ElevenLabsModelCatalog : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(6);

    /// <summary>A key without the permission won't get it sooner.</summary>
    private static readonly TimeSpan LifetimeOfFailure = TimeSpan.FromHours(1);

    private readonly ElevenLabsClient _client;
    private readonly string _defaultId;
    private readonly bool _speaksDialogues;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _asking = new(1);
    private volatile Known _known;
    private bool _hasFailed;

    public ElevenLabsModelCatalog(ElevenLabsClient client, ElevenLabsOptions options, TimeProvider time, ILogger logger)
    {
        (_client, _defaultId, _speaksDialogues, _time, _logger) = (client, options.ModelId, options.Dialogues, time, logger);
        _known = new Known(Models(ElevenLabsModels.Find), DateTimeOffset.MinValue);
    }

    /// <summary>The models known so far; sends no request.</summary>
    public SpeechModels Current => _known.Models;

    public async Task<SpeechModels> FindAsync(CancellationToken cancellationToken)
    {
        if (IsFresh)
            return Current;

        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (!IsFresh)
                _known = await AskAsync(cancellationToken);
            return Current;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private bool IsFresh => _time.GetUtcNow() < _known.Until;

    private async Task<Known> AskAsync(CancellationToken cancellationToken)
    {
        var response = await _client.ListModelsAsync(cancellationToken);
        var listed = response.Failure is null ? ElevenLabsModelList.Read(response.Body) : null;
        if (listed is not null)
        {
            _hasFailed = false;
            return new Known(Models(id => listed.GetValueOrDefault(id) ?? ElevenLabsModels.Find(id)), _time.GetUtcNow() + Lifetime);
        }

        // Log it once, not every hour.
        if (!_hasFailed)
            SpeechLog.ModelsUnknown(_logger, ReasonOf(response));
        _hasFailed = true;
        return _known with { Until = _time.GetUtcNow() + LifetimeOfFailure };
    }

    private SpeechModels Models(Func<string, SpeechModel> find) =>
        new(_defaultId, _speaksDialogues ? find : id => find(id) with { MaxDialogueCharacters = 0 });

    private static string ReasonOf(ElevenLabsResponse response) => response.Failure switch
    {
        null => "The response isn't a list of models.",
        { ServiceCode: "missing_permissions" } => "The key may not read them; give the ElevenLabs API key the permission models_read.",
        var failure => failure.Message,
    };

    private sealed record Known(SpeechModels Models, DateTimeOffset Until);
}
