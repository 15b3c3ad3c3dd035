using Microsoft.Extensions.DependencyInjection;
using Sluice.Functions.Hosting;
using Sluice.Hosting;
using Sluice.IntegrationTests.Local;
using Sluice.Lake.Definition;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Functions;

public sealed class StateFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("bin", "output")]
    [InlineData("bin", "Release", "net10.0", "publish")]
    public void An_app_that_runs_where_its_project_is_built_to_keeps_its_state_in_the_projects_folder(params string[] output)
    {
        folder.Write("Own.csproj", "<Project />");
        var app = Directory.CreateDirectory(Path.Combine([folder.Path, .. output])).FullName;

        Assert.Equal(folder.Path, StateFolder.From(app));
    }

    [Theory]
    [InlineData("wwwroot")]
    [InlineData("bin")]
    public void Any_other_app_keeps_it_in_its_own_folder(string name)
    {
        var app = Directory.CreateDirectory(folder.Of(name)).FullName;

        Assert.Equal(app, StateFolder.From(app));
    }

    [Fact]
    public async Task A_warehouse_of_a_relative_path_outlives_the_folder_that_the_app_runs_in()
    {
        var settings = TestSettings.With(("Warehouse:ConnectionString", "Data Source=.sluice/warehouse.duckdb"));
        await using (var services = new ServiceCollection().AddSluice(settings, folder.Path).BuildServiceProvider())
        {
            await services.GetRequiredService<IWarehouse>().PrepareAsync(
                services.GetRequiredService<LakeDefinition>(), TestContext.Current.CancellationToken);
        }

        Assert.True(File.Exists(folder.Of(".sluice/warehouse.duckdb")));
    }
}
