using System.Net;
using System.Text;
using AudioFunctions.Speech;
using AudioFunctions.Speech.ElevenLabs;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Core.Tests.Speech.ElevenLabs;

public sealed class RefusalTests
{
    [Theory]
    [InlineData(401, "quota_exceeded", "quota-exceeded", "The ElevenLabs account has no characters left; top it up or wait for its next period (HTTP 401 quota_exceeded, request ")]
    [InlineData(401, "invalid_api_key", "speech-unauthorized", "ElevenLabs does not accept the API key; check ELEVENLABS_API_KEY (HTTP 401 invalid_api_key, request ")]
    [InlineData(401, "missing_permissions", "speech-unauthorized", "The ElevenLabs API key lacks a permission; allow it text to speech and reading the history (HTTP 401")]
    [InlineData(401, "detected_unusual_activity", "speech-account-flagged", "ElevenLabs has flagged the account for unusual activity; sign in there to clear it (HTTP 401")]
    [InlineData(400, "voice_not_found", "voice-not-found", "ElevenLabs does not know the voice; correct voice_id in the character's voice profile (HTTP 400")]
    [InlineData(404, "voice_does_not_exist", "voice-not-found", "ElevenLabs does not know the voice; correct voice_id in the character's voice profile (HTTP 404")]
    [InlineData(400, "max_character_limit_exceeded", "text-too-long", "The text is too long for one request of this model; split the beat (HTTP 400")]
    [InlineData(403, "output_format_not_allowed", "output-format-not-allowed", "The account's plan does not include the output format; set ElevenLabs__OutputFormat to mp3_44100_128 (HTTP 403")]
    [InlineData(401, "payment_issue", "speech-payment-issue", "ElevenLabs could not collect a payment for the account; sign in there and settle it under billing (HTTP 401 payment_issue, request ")]
    [InlineData(402, "paid_plan_required", "speech-plan-required", "The ElevenLabs account's plan may not use this voice; choose another in the character's voice profile, or upgrade the plan (HTTP 402 paid_plan_required, request ")]
    [InlineData(402, null, "speech-plan-required", "The ElevenLabs account's plan does not include this; choose another voice or a higher plan (HTTP 402, request ")]
    [InlineData(400, "invalid_uid", "voice-id-invalid", "The voice id is malformed; copy the id from ElevenLabs into voice_id of the character's voice profile (HTTP 400 invalid_uid, request ")]
    [InlineData(404, "voice_not_found", "voice-not-found", "ElevenLabs does not know the voice; correct voice_id in the character's voice profile (HTTP 404")]
    [InlineData(400, "voice_does_not_exist", "voice-not-found", "ElevenLabs does not know the voice; correct voice_id in the character's voice profile (HTTP 400")]
    [InlineData(400, "input_text_empty", "speech-text-empty", "ElevenLabs found nothing to say in the text; add words to the line, or remove it (HTTP 400")]
    [InlineData(403, "invalid_output_format", "output-format-invalid", "ElevenLabs does not offer the output format; set ElevenLabs__OutputFormat to mp3_44100_128 (HTTP 403")]
    [InlineData(400, "invalid_voice_settings", "voice-settings-invalid", "ElevenLabs does not accept the voice settings; correct stability, similarity_boost, style or speed (0.7 to 1.2) (HTTP 400")]
    [InlineData(400, "unsupported_model", "speech-model-unsupported", "ElevenLabs does not know the model, or the model does not accept the request; set the model to eleven_turbo_v2_5 (HTTP 400")]
    [InlineData(403, "something_new", "speech-unauthorized", "ElevenLabs does not let this API key speak; check ELEVENLABS_API_KEY (HTTP 403 something_new")]
    [InlineData(400, "something_new", "speech-request-invalid", "ElevenLabs refused the request (HTTP 400 something_new")]
    [InlineData(404, null, "speech-request-invalid", "ElevenLabs refused the request (HTTP 404, request ")]
    public async Task A_permanent_refusal_is_not_retried(int status, string? theirs, string ours, string message)
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.Error(status, theirs));

        var failure = await lab.FailsAsync(Beats.Segment("Me."));

        Assert.Equal((ours, false), (failure.Code, failure.IsRetryable));
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
        Assert.Single(lab.StandIn.Requests);
        Assert.Equal(0, lab.StandIn.BilledCharacters);
    }

    [Fact]
    public async Task The_refusal_is_reported_even_if_the_note_of_the_request_cannot_be_removed()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.Error(401, "quota_exceeded"));
        var journal = new MemoryJournal { Outage = new IOException("The storage is out of order.") };

        var failure = await Assert.ThrowsAsync<SpeechException>(() => lab.Speech.SpeakAsync(Beats.Segment("Me."), journal, default));

        Assert.Equal("quota-exceeded", failure.Code);
        Assert.Contains(lab.Logs, entry => entry.Contains("the note of a request is left behind", StringComparison.Ordinal) && entry.Contains("out of order", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_voice_is_reported()
    {
        await using var lab = await SpeechLab.StartAsync();

        var failure = await lab.FailsAsync(Beats.Segment("Me.") with { VoiceId = "nobody/../x?y" });

        Assert.Equal("voice-not-found", failure.Code);
        Assert.Equal("nobody%2F..%2Fx?y", Assert.Single(lab.StandIn.Requests).VoiceId);
    }

    [Fact]
    public async Task A_refused_request_is_reported_with_the_field_but_not_its_value()
    {
        await using var lab = await SpeechLab.StartAsync();
        var segment = Beats.Segment("Secret words.");

        var failure = await lab.FailsAsync(segment with { Settings = segment.Settings with { SimilarityBoost = 1.21, Stability = -1 } });

        Assert.Equal("speech-request-invalid", failure.Code);
        Assert.StartsWith(
            "ElevenLabs refused the request because of voice_settings.stability, voice_settings.similarity_boost (HTTP 422, request ",
            failure.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_speed_out_of_range_is_an_invalid_setting()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("ElevenLabs:ModelId", "eleven_multilingual_v2"));
        var segment = Beats.Segment("Too fast.");

        var failure = await lab.FailsAsync(segment with { Settings = segment.Settings with { Speed = 1.21 } });

        Assert.Equal(("voice-settings-invalid", false), (failure.Code, failure.IsRetryable));
    }

    [Fact]
    public async Task An_account_without_credits_is_distinguished_from_an_invalid_key()
    {
        await using var dry = await SpeechLab.StartAsync(new StandInOptions { Quota = 5 });
        await using var wrong = await SpeechLab.StartAsync(settings: ("ElevenLabs:ApiKey", "sk_wrong"));

        Assert.Equal("quota-exceeded", (await dry.FailsAsync(Beats.Segment("Too many."))).Code);
        Assert.Equal("speech-unauthorized", (await wrong.FailsAsync(Beats.Segment("Me."))).Code);
    }

    [Theory]
    [InlineData("""{"detail":{"status":"quota_exceeded","message":"m"}}""", "quota_exceeded", "")]
    [InlineData("""{"detail":{"type":"t","code":"c","message":"m","status":"s","request_id":"r","param":"voice_id"}}""", "c,s,t", "voice_id")]
    [InlineData("""{"detail":[{"loc":["body","voice_settings","speed"],"msg":"m","type":"t"},{"loc":["query","output_format"]}]}""", "", "voice_settings.speed,output_format")]
    [InlineData("""{"detail":[{"loc":["body",0]},{"loc":"x"},7]}""", "", "0")]
    [InlineData("""{"detail":{"code":"said: your key sk_123 is bad"}}""", "", "")]
    [InlineData("""{"detail":{"code":"\ud83e","status":"s"}}""", "s", "")]
    [InlineData("""{"detail":[{"loc":["\ud83e"]}]}""", "", "")]
    [InlineData("""{"detail":"Not Found"}""", "", "")]
    [InlineData("""{"error":1}""", "", "")]
    [InlineData("""[]""", "", "")]
    [InlineData("""<html>""", "", "")]
    [InlineData("", "", "")]
    public void Errors_are_read_in_every_format(string body, string codes, string fields)
    {
        var error = ElevenLabsError.Read(Encoding.UTF8.GetBytes(body));

        Assert.Equal((codes, fields), (string.Join(',', error.Codes), string.Join(',', error.Fields)));
    }

    [Theory]
    [InlineData(402, """{"detail":{"type":"payment_required","code":"paid_plan_required","status":"payment_required"}}""", "speech-plan-required")]
    [InlineData(400, """{"detail":{"status":"invalid_uid"}}""", "voice-id-invalid")]
    [InlineData(401, """{"detail":{"status":"payment_issue"}}""", "speech-payment-issue")]
    [InlineData(401, """{"detail":{"status":"quota_exceeded"}}""", "quota-exceeded")]
    [InlineData(403, """{"detail":{"type":"forbidden","code":"invalid_output_format"}}""", "output-format-invalid")]
    [InlineData(422, """{"detail":[{"loc":["body","text"],"msg":"m","type":"t"}]}""", "speech-request-invalid")]
    public void Refusals_have_the_right_code_in_every_format(int status, string body, string code)
    {
        var error = ElevenLabsError.Read(Encoding.UTF8.GetBytes(body));

        var failure = ElevenLabsFailures.From((HttpStatusCode)status, error, requestId: null, retryAfter: null);

        Assert.Equal((FailureKind.Refused, code), (failure.Kind, failure.Code));
    }

    [Theory]
    [InlineData(429, "rate_limit_exceeded", FailureKind.Busy)]
    [InlineData(429, "system_busy", FailureKind.Busy)]
    [InlineData(429, "concurrent_limit_exceeded", FailureKind.NoSlot)]
    [InlineData(429, "too_many_concurrent_requests", FailureKind.NoSlot)]
    [InlineData(503, "system_busy", FailureKind.ResponseLost)]
    [InlineData(500, "internal_error", FailureKind.ResponseLost)]
    [InlineData(524, "", FailureKind.ResponseLost)]
    public void Temporary_refusals_have_the_right_kind(int status, string theirs, object kind)
    {
        var error = new ElevenLabsError(theirs.Length == 0 ? [] : [theirs], []);

        var failure = ElevenLabsFailures.From((HttpStatusCode)status, error, requestId: null, retryAfter: null);

        Assert.Equal(kind, failure.Kind);
    }

    [Fact]
    public void The_code_takes_precedence_over_the_status()
    {
        var error = new ElevenLabsError(["authentication_error", "system_busy"], []);

        var failure = ElevenLabsFailures.From(HttpStatusCode.Unauthorized, error, requestId: null, retryAfter: null);

        Assert.Equal(FailureKind.Busy, failure.Kind);
    }
}
