using Microsoft.Extensions.Configuration;
using Sluice.Functions.Hosting;
using Sluice.Functions.Triggers;
using Sluice.Hosting;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Http.Problems;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;
using Sluice.Hosting.Telemetry;
using Sluice.Hosting.Triggers;
using Sluice.Hosting.Warehouses;

namespace Sluice.IntegrationTests.Functions;

/// <summary>Settings that are right, save what a test says.</summary>
internal static class TestSettings
{
    public static IConfiguration With(params (string Name, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>
        {
            ["LakeStorage"] = "UseDevelopmentStorage=true",
            ["LakeDefinition"] = RepositoryRoot.Of("lake", "datapackage.json"),
            ["Warehouse:Provider"] = "DuckDb",
            ["Warehouse:ConnectionString"] = ":memory:",
            ["SweepSchedule"] = SluiceSettings.HourlySweep,
        };
        foreach (var (name, value) in changes)
        {
            settings[name] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }
}
