using System.Globalization;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Sluice.Functions.Hosting;
using Sluice.Hosting;

// Numbers and dates are written for programs, wherever this one runs.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

var builder = FunctionsApplication.CreateBuilder(args);
await using var foundation = new Foundation(builder.Configuration, StateFolder.OfApp, HostWatch.Wait);
using var preparation = new Preparation(foundation);
try
{
    preparation.Begin();
    using var app = builder.ConfigureSluice(preparation).Build();

    // Without settings and lake definition there is nothing to tell the host of.
    _ = foundation.Lake;
    await app.RunAsync();
    await preparation.EndAsync();
    return 0;
}
catch (Exception e) when (StartException.SentenceOf(preparation.Failure ?? e) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
