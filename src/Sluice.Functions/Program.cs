using System.Globalization;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Sluice.Functions.Hosting;

// Numbers and dates are written for programs, wherever this one runs.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

try
{
    using var app = FunctionsApplication.CreateBuilder(args).ConfigureSluice().Build();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (StartException.SentenceOf(e) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
