using System.Reflection.PortableExecutable;

namespace Sluice.IntegrationTests.Functions;

public sealed class PublishTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-publish-");

    public void Dispose() => folder.Delete(recursive: true);

    // Built outside the repository's own bin and obj, as in a fresh clone, and without the embedded warehouse.
    [Fact]
    public async Task The_published_app_has_all_that_the_host_needs_and_nothing_of_this_machine()
    {
        Assert.SkipUnless(Effort.IsThorough, "It compiles the app ahead of time: SLUICE_THOROUGH=1 runs it.");
        var app = Path.Combine(folder.FullName, "app");
        var (exitCode, output, errors) = await FunctionsProcess.RunAsync(
            new Dictionary<string, string> { ["MSBUILDDISABLENODEREUSE"] = "1" },
            "publish", RepositoryRoot.Of("src", "Sluice.Functions"), "-p:EmbeddedWarehouse=false", "-p:RunAnalyzers=false",
            "-nologo", "-v:q",
            "--artifacts-path", Path.Combine(folder.FullName, "artifacts"), "-o", app);
        Assert.True(exitCode == 0, output + errors);

        var files = Directory.EnumerateFiles(app, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(app, f).Replace('\\', '/')).ToList();
        Assert.Superset(
            new HashSet<string>
            {
                "host.json", "functions.metadata", "worker.config.json", "extensions.json", "Sluice.Functions.dll",
                "lake/datapackage.json", "lake/schemas/ads.json", ".azurefunctions/function.deps.json",
            },
            files.ToHashSet());
        Assert.DoesNotContain(files, f => f.Contains("local.settings", StringComparison.Ordinal));
        Assert.DoesNotContain(files, f => Path.GetFileNameWithoutExtension(f) is "libduckdb" or "duckdb");
        Assert.True(IsCompiledAheadOfTime(Path.Combine(app, "Sluice.Functions.dll")));
        Assert.True(IsCompiledAheadOfTime(Path.Combine(app, "Azure.Storage.Blobs.dll")));

        (exitCode, _, errors) = await FunctionsProcess.RunAsync(
            new Dictionary<string, string>
            {
                ["LakeStorage"] = "UseDevelopmentStorage=true",
                ["Warehouse__Provider"] = "DuckDb",
                ["Warehouse__ConnectionString"] = Path.Combine(folder.FullName, "warehouse.duckdb"),
            },
            Path.Combine(app, "Sluice.Functions.dll"));
        Assert.Equal(1, exitCode);
        Assert.Matches("^The setting Warehouse__Provider is DuckDb, but this app was published without it [^\n]*$", errors.Trim());
    }

    private static bool IsCompiledAheadOfTime(string assembly)
    {
        using var reader = new PEReader(File.OpenRead(assembly));
        return reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
