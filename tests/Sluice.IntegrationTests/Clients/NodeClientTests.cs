using System.Diagnostics;
using Sluice.Analytics.Model;
using Sluice.Analytics.Reports;
using Sluice.Hosting.Http.Endpoints;
using Sluice.IntegrationTests.Analytics;
using Sluice.IntegrationTests.Local;

namespace Sluice.IntegrationTests.Clients;

/// <summary>Programs with clients of npm read the service: pages, filters, aggregates, related rows and batches.</summary>
public sealed class NodeClientTests(ClientsFixture clients) : IClassFixture<ClientsFixture>
{
    [Theory]
    [InlineData("o.mjs")]
    [InlineData("odata-client.mjs")]
    public async Task A_client_reads_what_is_there(string program) => await RunAsync(FolderOf(program), clients.Service);

    [Fact]
    public async Task A_program_that_reads_typed_rows_compiles()
    {
        using var folder = new TemporaryFolder();
        var model = AnalyticsModel.From(SampleLakeData.Lake);
        await File.WriteAllBytesAsync(
            folder.Of("openapi.json"), new OpenApiDocument(model, ReportCatalog.Load(SampleLakeData.Path, model)).Body.ToArray(),
            TestContext.Current.CancellationToken);
        File.Copy(FolderOf("typed.ts"), folder.Of("typed.ts"));

        await RunAsync(
            "--import", FolderOf("typescript.mjs"), RepositoryRoot.Of("node_modules", "openapi-typescript", "bin", "cli.js"),
            folder.Of("openapi.json"), "--output", folder.Of("schema.ts"));
        await RunAsync(
            RepositoryRoot.Of("node_modules", "typescript", "bin", "tsc"), "--ignoreConfig", "--strict", "--noEmit",
            "--noUncheckedIndexedAccess",
            "--module", "esnext", "--moduleResolution", "bundler", "--target", "es2022", folder.Of("typed.ts"));
    }

    private static string FolderOf(string file) => RepositoryRoot.Of("tests", "Sluice.IntegrationTests", "Clients", file);

    private static async Task RunAsync(params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("node", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{await output}{await errors}");
    }
}
