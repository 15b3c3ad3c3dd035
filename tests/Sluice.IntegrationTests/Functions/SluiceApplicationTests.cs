using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sluice.Functions;
using Sluice.Functions.Hosting;
using Sluice.Functions.Http;
using Sluice.Functions.Triggers;

namespace Sluice.IntegrationTests.Functions;

public sealed class SluiceApplicationTests
{
    [Fact]
    public void All_services_can_be_made_which_the_container_checks_when_it_is_built()
    {
        using var app = Build();

        Assert.NotNull(app.Services.GetRequiredService<IngestFunction>());
        Assert.NotNull(app.Services.GetRequiredService<SweepFunction>());
        Assert.NotNull(app.Services.GetRequiredService<DataFunction>());
    }

    [Fact]
    public void The_worker_asks_the_list_that_has_a_function_per_dataset()
    {
        using var app = Build();

        Assert.IsType<DatasetFunctions>(app.Services.GetRequiredService<IFunctionMetadataProvider>());
    }

    [Fact]
    public void A_service_that_cannot_be_made_ends_the_build()
    {
        var builder = Configured();
        builder.Services.AddSingleton<NeedsMore>();

        Assert.Throws<AggregateException>(builder.Build);
    }

    private static IHost Build() => Configured().Build();

    private static FunctionsApplicationBuilder Configured()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Environment.EnvironmentName = Environments.Development;
        builder.Configuration.AddConfiguration(TestSettings.With());
        return builder.ConfigureSluice(new Preparation(new Foundation(builder.Configuration)));
    }

    private sealed class NeedsMore(IMissing missing)
    {
        public IMissing Missing => missing;
    }

    private interface IMissing;
}
