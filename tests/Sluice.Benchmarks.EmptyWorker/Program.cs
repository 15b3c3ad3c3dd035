using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

using var app = FunctionsApplication.CreateBuilder(args).ConfigureFunctionsWebApplication().Build();
await app.RunAsync();
