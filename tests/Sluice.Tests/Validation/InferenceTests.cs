using System.Text;
using System.Text.Json.Nodes;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Tests.Generate;
using Sluice.Tests.Lake;
using Sluice.Validation;
using Sluice.Warehouse;

namespace Sluice.Tests.Validation;

/// <summary>What is made of files that nobody has described.</summary>
public class InferenceTests
{
    [Theory]
    [InlineData("1\n-2\n", "integer", "default")]
    [InlineData("007\n012\n", "string", "default")]
    [InlineData("+4912345\n+4912346\n", "string", "default")]
    [InlineData("1.5\n2\n", "number", "default")]
    [InlineData("1e300\n2\n", "number", "default")]
    [InlineData("true\nFALSE\n", "boolean", "default")]
    [InlineData("0\n1\n", "integer", "default")]
    [InlineData("2024-01-26\n", "date", "default")]
    [InlineData("26/01/2024\n", "date", "%d/%m/%Y")]
    [InlineData("01/26/2024\n", "date", "%m/%d/%Y")]
    [InlineData("2024-01-26T15:00:00Z\n", "datetime", "default")]
    [InlineData("2024-01-26 15:00:00\n", "datetime", "%Y-%m-%d %H:%M:%S")]
    [InlineData("15:00:00\n", "time", "default")]
    [InlineData("2024-01\n", "yearmonth", "default")]
    [InlineData("P1D\nPT5S\n", "duration", "default")]
    [InlineData("f81d4fae-7dec-11d0-a765-00a0c91e6bf6\n", "string", "uuid")]
    [InlineData("a@b.org\n", "string", "email")]
    [InlineData("\"{\"\"a\"\":1}\"\n", "object", "default")]
    [InlineData("[1]\n", "array", "default")]
    [InlineData("apple\n", "string", "default")]
    [InlineData("\"12,5\"\n3\n", "number", "default")]
    [InlineData("\"1,000\"\n3\n", "integer", "default")]
    public async Task The_narrowest_type_that_fits_is_found(string rows, string type, string format)
    {
        var field = Assert.Single((await InferAsync("f\n" + rows)).ToSchema().Fields);
        Assert.Equal((type, format), (field.Type.ToString().ToLowerInvariant(), field.Format));
    }

    [Fact]
    public async Task Missing_values_keys_and_enum_candidates_are_found()
    {
        var rows = string.Concat(Enumerable.Range(1, 100).Select(i => $"{i};{(i % 7 == 0 ? "NA" : "1.5")};{(i % 2 == 0 ? "F" : "M")};é\n"));
        using var inference = await InferAsync("id;price;sex;name\n" + rows);
        var schema = inference.ToSchema();
        Assert.Equal((';', 100L), (inference.Delimiter, inference.Rows));
        Assert.Equal(["id"], schema.PrimaryKey);
        Assert.Equal(["", "NA"], schema.Fields[1].MissingValues);
        Assert.Equal((true, true), (schema.Fields[0].Constraints.Unique, schema.Fields[0].Constraints.Required));
        Assert.Equal(["F", "M"], schema.Fields[2].Constraints.Enum!);
        Assert.False(schema.Fields[1].Constraints.Required);
    }

    [Fact]
    public async Task A_file_that_is_not_UTF8_is_taken_for_one_of_Windows()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var inference = new SchemaInference();
        await inference.ReadAsync(
            Given.File(Encoding.GetEncoding("windows-1252").GetBytes("id,name\n1,é€\n")), "a.csv", long.MaxValue, TestContext.Current.CancellationToken);
        Assert.Equal(("windows-1252", 1, 0), (inference.Encoding, inference.Rows, inference.Skipped));
    }

    [Fact]
    public async Task Of_a_part_of_the_rows_nothing_is_said_that_the_rest_may_break()
    {
        using var inference = new SchemaInference();
        await inference.ReadAsync(Given.File("id\n1\n2\n3\n"u8.ToArray()), "a.csv", 2, TestContext.Current.CancellationToken);
        Assert.Equal(FieldConstraints.None, inference.ToSchema().Fields[0].Constraints);
    }

    /// <summary>On clean sample files it finds the sample lake's own types, and no row is rejected by what it found.</summary>
    [Fact]
    public async Task What_is_inferred_of_the_clean_sample_has_its_types_and_rejects_nothing()
    {
        using var sample = await SampleFolder.CreateAsync(5_000, dirt: 0);
        var lake = LakeDefinition.Load(Path.Combine(AppContext.BaseDirectory, "../../../../../lake/datapackage.json"));
        foreach (var file in sample.Summary.Files)
        {
            var path = Path.Combine(sample.Path, file.File);
            using var inference = new SchemaInference();
            await inference.ReadAsync((offset, _) => Open(path, offset), path, long.MaxValue, TestContext.Current.CancellationToken);
            var resource = ResourceJson.Write(file.Dataset, "data/x/**/*.csv", inference);
            var inferred = LakeFolder.Load(new JsonObject { ["resources"] = new JsonArray(resource) }.ToJsonString()).Datasets[0];

            foreach (var field in lake.Find(file.Dataset)!.Schema.Fields)
            {
                Assert.Equal((field.Name, field.Type), (field.Name, inferred.Schema.Fields.Single(f => f.Name == field.Name).Type));
            }

            var found = await FileValidator.ValidateAsync(
                inferred, new WarehouseLimits(1), new LoaderOptions(), (offset, _) => Open(path, offset),
                r => Assert.Fail(string.Join("; ", r.Errors)), TestContext.Current.CancellationToken);
            Assert.Equal((file.Good, 0, null), (found.Rows, found.Rejected, found.Error));
        }
    }

    private static async Task<SchemaInference> InferAsync(string file)
    {
        var inference = new SchemaInference();
        await inference.ReadAsync(Given.File(Encoding.UTF8.GetBytes(file)), "a.csv", long.MaxValue, TestContext.Current.CancellationToken);
        return inference;
    }

    private static Task<Stream> Open(string path, long offset)
    {
        var stream = File.OpenRead(path);
        stream.Position = offset;
        return Task.FromResult<Stream>(stream);
    }
}
