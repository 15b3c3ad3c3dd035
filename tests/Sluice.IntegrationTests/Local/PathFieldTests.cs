namespace Sluice.IntegrationTests.Local;

/// <summary>Local files of a dataset whose path has placeholders.</summary>
public sealed class PathFieldTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string lake;

    public PathFieldTests() => lake = folder.Write("datapackage.json", """
        {
          "resources": [
            {
              "name": "visits",
              "path": "data/visits/{region}/{day}/*.csv",
              "schema": {
                "fields": [
                  { "name": "id", "type": "integer" },
                  { "name": "region", "sluice:from": "path" },
                  { "name": "day", "type": "date", "sluice:from": "path" }
                ]
              }
            }
          ]
        }
        """);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("visits/eu/2025-01-31/a.csv", 0, null)]
    [InlineData("visits/eu/2025-13-40/a.csv", 1, "Field \"day\" comes from the path")]
    public async Task Validate_takes_values_from_the_end_of_the_path(string name, int code, string? says)
    {
        var (exitCode, output, errors) = await Cli.RunAsync("validate", Write(name), "--dataset", "visits", "--lake", lake);

        Assert.Equal(code, exitCode);
        Assert.Single(errors);
        if (says is null)
        {
            Assert.Empty(output);
        }
        else
        {
            Assert.Contains(says, Assert.Single(output), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Validate_says_which_values_it_cannot_know()
    {
        var (exitCode, _, errors) = await Cli.RunAsync("validate", Write("a.csv"), "--dataset", "visits", "--lake", lake);

        Assert.Equal(0, exitCode);
        Assert.Contains(
            "a.csv: not validated: region, day. These values come from the path in the lake, and this one does not end as "
                + "data/visits/{region}/{day}/*.csv does.",
            errors[0], StringComparison.Ordinal);
        Assert.Equal(2, errors.Count);
    }

    [Fact]
    public async Task Load_uploads_to_the_folders_that_the_local_path_ends_with()
    {
        var file = Write("visits/eu/2025-01-31/a.csv");
        var (exitCode, output, errors) = await Cli.RunAsync(
            "load", file, "--dataset", "visits", "--lake", lake, "--home", folder.Of("home"));

        Assert.True(exitCode == 0, string.Join('\n', errors));
        Assert.Matches(
            "loaded +1 +0 ",
            Assert.Single(output, l => l.TrimStart().StartsWith("data/visits/eu/2025-01-31/a.csv", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Load_refuses_a_file_whose_folders_are_not_known()
    {
        var (exitCode, _, errors) = await Cli.RunAsync(
            "load", Write("a.csv"), "--dataset", "visits", "--lake", lake, "--home", folder.Of("home"));

        Assert.Equal(2, exitCode);
        Assert.Contains(
            errors, e => e.Contains("the path data/visits/{region}/{day}/*.csv of visits does not match", StringComparison.Ordinal));
    }

    private string Write(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Of(name))!);
        return folder.Write(name, "id\n1\n");
    }
}
