using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
var b = FunctionsApplication.CreateBuilder(args);
b.ConfigureFunctionsWebApplication();
b.Build().Run();
