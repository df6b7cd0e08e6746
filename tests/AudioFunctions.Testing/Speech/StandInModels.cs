using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Testing.Speech;

/// <summary><c>GET /v1/models</c>, and what each model does with a request. May be changed while requests come in.</summary>
public sealed class StandInModels
{
    private readonly StandInLedger _ledger;
    private readonly ConcurrentDictionary<string, SpeechModel> _models = new(All().ToDictionary(model => model.Id));
    private int _requests;

    internal StandInModels(StandInLedger ledger) => _ledger = ledger;

    /// <summary>How it fails until further notice.</summary>
    public SpeechFault Fault { get; set; } = SpeechFault.None;

    /// <summary>How often they were asked for; these are no speech requests.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Gives a model another limit, in characters a request.</summary>
    public void Limit(string model, int maxCharacters) => _models[model] = _models[model] with { MaxCharacters = maxCharacters };

    /// <summary>Gives a model another price, in credits a character.</summary>
    public void Price(string model, double rate) => _models[model] = _models[model] with { Rate = rate };

    /// <summary>One that isn't listed is taken for a new one, which takes little.</summary>
    internal SpeechModel Find(string id) => _models.GetValueOrDefault(id) ?? new SpeechModel(id, 5_000, 1) { TakesNeighbouringText = false };

    internal Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        if (context.Request.QueryString.HasValue || context.Request.ContentLength > 0)
            _ledger.Violated("a request of the models with a query or a body");
        return ScriptedFault.UnlessFaultyAsync(
            context, Fault, answering => Answers.WriteAsync(answering, new JsonArray([.. _models.Values.Select(model => model.Describe())])));
    }

    private static IEnumerable<SpeechModel> All() =>
    [
        new("eleven_v4", 10_000, 1) { TakesLanguageCode = true, HasAudioTags = true, HasDialogue = true, OverhangSeconds = 0.08 },
        new("eleven_v4_turbo", 10_000, 0.5) { TakesLanguageCode = true, HasAudioTags = true, HasDialogue = true, OverhangSeconds = 0.08 },
        new("eleven_v3", 5_000, 1)
        {
            TakesLanguageCode = true, HasAudioTags = true, HasDialogue = true, TakesNeighbouringText = false, HasThreeStabilities = true, Drift = 1.004,
        },
        new("eleven_multilingual_v2", 10_000, 1) { HasSpeed = true, HasStyle = true, HasSpeakerBoost = true },
        new("eleven_flash_v2_5", 40_000, 0.5) { HasSpeed = true, HasSpeakerBoost = true, TakesLanguageCode = true },
        new("eleven_turbo_v2_5", 40_000, 0.5) { HasSpeed = true, HasSpeakerBoost = true, TakesLanguageCode = true },
    ];
}
