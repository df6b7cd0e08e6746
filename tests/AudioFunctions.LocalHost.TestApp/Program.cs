using AudioFunctions.LocalHost.TestApp;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

if (File.Exists(Environment.GetEnvironmentVariable("TEST_APP_BROKEN_FILE")))
    return 1;
if (Environment.GetEnvironmentVariable("TEST_APP_EXIT_CODE") is { Length: > 0 } code)
{
    Console.Error.WriteLine("The test app ends at once, as it was told.");
    return int.Parse(code, System.Globalization.CultureInfo.InvariantCulture);
}

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddSingleton<Signals>();
builder.Services.AddSingleton(new BlobServiceClient(Environment.GetEnvironmentVariable("AzureWebJobsStorage")));
builder.Services.AddSingleton<Journal>();
builder.Build().Run();
return 0;
