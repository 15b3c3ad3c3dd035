using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sluice.Functions;
using Sluice.Lake;
using Sluice.Warehouse;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.UseMiddleware<ProblemMiddleware>();
    builder.ConfigureContainer(new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }));
    builder.Services.AddSluice(builder.Configuration);
    builder.Services.AddIngestFunctions();
    builder.Services.AddHostedService<Preparation>();
    await builder.Build().RunAsync();
    return 0;
}
catch (Exception e) when (e is SluiceSettingsException or LakeDefinitionException or WarehouseUnavailableException)
{
    // What an operator can mend is one sentence, not a stack trace.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
