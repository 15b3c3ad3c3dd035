using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Rows;
using Sluice.Validation;

namespace Sluice.Tests.Generate;

public class SampleValidationTests
{
    [Theory]
    [InlineData(30_000, 0.01)]
    [InlineData(6_000, 0.5)]
    [InlineData(500, 1)]
    [InlineData(500, 0)]
    [InlineData(0, 0.5)]
    public async Task Validation_by_the_sample_lake_finds_what_is_expected(int rows, double dirt)
    {
        using var sample = await SampleFolder.CreateAsync(rows, dirt, seed: 11);
        var lake = LakeDefinitionFile.Load(Path.Combine(RepositoryRoot.Path, "lake", "datapackage.json"));

        Assert.Equal(lake.Datasets.Select(d => d.Name).Order(), sample.Summary.Files.Select(f => f.Dataset).Order());
        foreach (var file in sample.Summary.Files)
        {
            var errors = new List<RejectError>();
            var validation = await FileValidator.ValidateAsync(
                lake.Find(file.Dataset)!,
                new WarehouseLimits(TicksPerUnit: 1),
                new ReadOptions(),
                (offset, _) => Task.FromResult<Stream>(Open(Path.Combine(sample.Path, file.File), offset)),
                reject => errors.AddRange(reject.Errors),
                TestContext.Current.CancellationToken);

            var rules = errors.CountBy(e => $"{e.Field ?? "null"}/{e.Rule}").OrderBy(r => r.Key, StringComparer.Ordinal);
            Assert.Equal(new FileValidation(file.Good, file.Bad, file.Bytes, Error: null) { Changes = [] },
                validation with { Columns = [], FieldColumns = [], Dialect = CsvDialect.Default, Changes = [] });
            Assert.Equal(file.Rules.Select(r => $"{r.Key}: {r.Value}"), rules.Select(r => $"{r.Key}: {r.Value}"));
        }
    }

    private static FileStream Open(string path, long offset)
    {
        var stream = File.OpenRead(path);
        stream.Position = offset;
        return stream;
    }
}
