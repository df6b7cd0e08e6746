using AudioFunctions.Composition;
using AudioFunctions.Platform;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
// After the line above, which gives a function its HttpContext.
builder.UseWhen<ProblemMiddleware>(ProblemMiddleware.IsFor);
builder.UseWhen<SpanSubjectMiddleware>(ProblemMiddleware.IsFor);
builder.Services
    .AddProductJson()
    .AddTelemetry(builder.Configuration)
    .AddStorage(builder.Configuration)
    .AddSpeech(builder.Configuration)
    .AddAudio<FFmpegWrapper>(builder.Configuration)
    .AddProductions()
    .AddDrop()
    .AddHousekeeping()
    .AddHttpResponses()
    .AddAgentTools();
builder.Build().Run();
