using Microsoft.Extensions.Configuration;
using Sluice.Hosting;

namespace Sluice.IntegrationTests.Functions;

/// <summary>Valid settings, except those that a test changes.</summary>
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
