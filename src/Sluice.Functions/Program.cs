using System.Globalization;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Functions;
using Sluice.Functions.Hosting;
using Sluice.Hosting;

// The app writes numbers and dates for programs, whatever the culture of the machine.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

try
{
    using var app = FunctionsApplication.CreateBuilder(args)
        .ConfigureSluice(StateFolder.OfApp, HostWatch.Wait)
        .Build();
    await app.Services.GetRequiredService<StartupTask>().RunAsync(app);
    return 0;
}
catch (Exception e) when (StartException.SentenceOf(e) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
