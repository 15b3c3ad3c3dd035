using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sluice.Functions;
using Sluice.Functions.Hosting;
using Sluice.Functions.Triggers;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Triggers;

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

    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    public void Only_where_no_key_is_asked_for_this_machine_alone_is_answered(string environment, bool isAlone)
    {
        using var app = Configured(environment).Build();

        Assert.Equal(isAlone, app.Services.GetService<LocalAccessMiddleware>() is not null);
    }

    [Theory]
    [InlineData("GET", "localhost:7071", null, null)]
    [InlineData("GET", "rebound.test:7071", null, 421)]
    [InlineData("POST", "localhost:7071", "http://localhost:7071", null)]
    [InlineData("POST", "localhost:7071", "http://localhost:3000", 403)]
    public async Task What_a_host_on_this_machine_passes_on_is_answered_if_no_other_site_has_asked(
        string method, string host, string? origin, int? refused)
    {
        // The host sends the request to an address of the worker, and passes on the original address.
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Request.Host = new HostString("127.0.0.1", 50_000);
        http.Request.Headers["X-Forwarded-Host"] = host;
        http.Request.Headers.Origin = origin;
        var context = new BareFunctionContext("Data") { Items = { ["HttpRequestContext"] = http } };
        var isCarriedOut = false;

        var refusal = await Record.ExceptionAsync(() => new LocalAccessMiddleware().Invoke(context, _ =>
        {
            isCarriedOut = true;
            return Task.CompletedTask;
        }));

        Assert.Equal((refused, refused is null), ((refusal as RequestException)?.Status, isCarriedOut));
    }

    [Fact]
    public async Task A_function_that_is_not_asked_for_over_http_is_carried_out()
    {
        var isCarriedOut = false;

        await new LocalAccessMiddleware().Invoke(new BareFunctionContext("Sweep"), _ =>
        {
            isCarriedOut = true;
            return Task.CompletedTask;
        });

        Assert.True(isCarriedOut);
    }

    private static IHost Build() => Configured().Build();

    private static FunctionsApplicationBuilder Configured(string environment = "Development")
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Environment.EnvironmentName = environment;
        builder.Configuration.AddConfiguration(TestSettings.With());
        return builder.ConfigureSluice(RepositoryRoot.Path);
    }

    private sealed class NeedsMore(IMissing missing)
    {
        public IMissing Missing => missing;
    }

    private interface IMissing;
}
