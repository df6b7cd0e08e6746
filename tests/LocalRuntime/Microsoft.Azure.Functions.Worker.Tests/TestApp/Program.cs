using Microsoft.Azure.Functions.Worker.TestApp;
using Microsoft.Extensions.Hosting;

App.CreateBuilder(args).Build().Run();
