using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Keys;
using Sluice.Validation.Rows;

namespace Sluice.Tests.Validation;

/// <summary>Values that may occur only once in a file.</summary>
public class KeyTests
{
    private static readonly Field Id = Given.Field("id", FieldType.Integer);
    private static readonly Field Name = Given.Field("name");

    [Theory]
    [InlineData("1,a\n2,b\n3,a\n", 3, "row 1 has this value already")]
    [InlineData("1,a\n2,\n3,\n4,b\n", 0, null)]
    [InlineData("1,a\nx,b\n3,b\n", 2, null)]
    public async Task A_unique_value_is_there_once_and_the_first_row_keeps_it(string rows, int rejected, string? message)
    {
        var read = await Given.ReadAsync(
            Given.Dataset(Id, Name with { Constraints = new FieldConstraints { Unique = true } }), "id,name\n" + rows);
        Assert.Equal(rejected, read.Rejects.Select(r => r.Row).DefaultIfEmpty().Last());
        if (message is not null)
        {
            Assert.Equal(new RejectError("name", "unique", message), Assert.Single(Assert.Single(read.Rejects).Errors));
        }
    }

    [Theory]
    [InlineData("1\n2\n3\n2\n", 4)]
    [InlineData("3\n2\n1\n3\n", 4)]
    [InlineData("1\n5\n3\n5\n", 4)]
    [InlineData("1\n2\n+2\n3\n", 3)]
    public async Task Whole_numbers_are_found_twice_in_any_order(string rows, long rejected)
    {
        var dataset = Given.Dataset(Id with { Constraints = new FieldConstraints { Unique = true } });
        Assert.Equal([rejected], (await Given.ReadAsync(dataset, "id\n" + rows)).Rejects.Select(r => r.Row));
    }

    [Theory]
    [InlineData(FieldType.Number, "1.5\n1.50\n")]
    [InlineData(FieldType.Datetime, "2024-01-01T00:00:00Z\n2024-01-01T01:00:00+01:00\n")]
    [InlineData(FieldType.Duration, "P1Y\nP12M\n")]
    [InlineData(FieldType.Array, "[1]\n[ 1.0 ]\n")]
    [InlineData(FieldType.Boolean, "true\n1\n")]
    public async Task Values_are_compared_not_texts(FieldType type, string rows)
    {
        var dataset = Given.Dataset(Given.Field("f", type) with { Constraints = new FieldConstraints { Unique = true } });
        Assert.Equal([2L], (await Given.ReadAsync(dataset, "f\n" + rows)).Rejects.Select(r => r.Row));
    }

    [Fact]
    public async Task A_unique_key_of_several_fields_leaves_out_rows_that_lack_one()
    {
        var dataset = Given.Dataset(Id, Name);
        dataset = dataset with { Schema = dataset.Schema with { UniqueKeys = [["id", "name"]] } };
        var read = await Given.ReadAsync(dataset, "id,name\n1,a\n1,b\n1,a\n1,\n1,\n,a\n,a\n");
        var reject = Assert.Single(read.Rejects);
        Assert.Equal(
            (3, "uniqueKeys", "row 1 has these values of id, name already"), (reject.Row, reject.Errors[0].Rule, reject.Errors[0].Message));
    }

    [Theory]
    [InlineData(WriteMode.Append, 1)]
    [InlineData(WriteMode.Replace, 1)]
    [InlineData(WriteMode.Merge, 0)]
    public async Task A_primary_key_is_there_once_unless_later_rows_win(WriteMode mode, int rejected)
    {
        var dataset = Given.Dataset(Id, Name) with { WriteMode = mode };
        dataset = dataset with { Schema = dataset.Schema with { PrimaryKey = ["id"] } };
        var read = await Given.ReadAsync(dataset, "id,name\n1,a\n1,b\n");
        Assert.Equal(rejected, read.Rejects.Count(r => r.Errors[0].Rule == "primaryKey"));
    }

    [Fact]
    public async Task A_merged_key_that_is_said_to_be_unique_too_is_there_as_often_as_it_changes()
    {
        var dataset = Given.Dataset(Id with { Constraints = new FieldConstraints { Unique = true } }, Name)
            with
        { WriteMode = WriteMode.Merge };
        dataset = dataset with { Schema = dataset.Schema with { PrimaryKey = ["id"], UniqueKeys = [["id"]] } };
        var read = await Given.ReadAsync(dataset, "id,name\n1,a\n1,b\n");
        Assert.Empty(read.Rejects);
        Assert.Equal(2, read.Rows.Count);
    }

    [Fact]
    public async Task A_file_that_grew_is_compared_with_the_rows_before()
    {
        var dataset = Given.Dataset(Id with { Constraints = new FieldConstraints { Unique = true } }, Name);
        var first = await Given.ReadAsync(dataset, "id,name\n1,a\nx,b\n2,c\n");
        var second = await Given.ReadAsync(dataset, "id,name\n1,a\nx,b\n2,c\n\n2,d\n3,e\n1,f\n"u8.ToArray(), after: first);
        Assert.Equal([(5L, "3|e")], second.Rows.Select(r => ((long)r.Number, r.Values)));
        Assert.Equal([(4L, 6L), (6L, 8L)], second.Rejects.Select(r => (r.Row, r.Line)));
        Assert.Equal(System.IO.Hashing.XxHash128.Hash("id,name\n1,a\nx,b\n2,c\n\n2,d\n3,e\n1,f\n"u8), second.PrefixHash);
    }

    [Fact]
    public async Task The_greatest_of_ascending_keys_tells_that_those_of_a_tail_are_new()
    {
        var dataset = Given.Dataset(Id with { Constraints = new FieldConstraints { Unique = true } }, Name);
        var bytes = "id,name\n1,a\nx,b\n2,c\n3,d\n4,e"u8.ToArray();
        var first = await Given.ReadAsync(dataset, bytes[..^4]);
        Assert.Equal(2, first.LastKeys!["unique id"]);

        await using var reader = await DatasetReader.ResumeAsync(
            dataset, Given.DuckDb, new ReadOptions(),
            (offset, token) => offset > 0
                ? Given.File(bytes)(offset, token)
                : throw new InvalidOperationException("The rows before are read."),
            first.Position, first.Header, first.Dialect, null, first.LastKeys, TestContext.Current.CancellationToken);
        var batch = new ColumnBatch(dataset.Schema, 10);
        Assert.True(await reader.ReadAsync(batch, [], TestContext.Current.CancellationToken));

        // The last record has no line break: it may grow, and so may its key.
        Assert.Equal((2, 3), (batch.Count, reader.LastKeys!["unique id"]));
    }

    [Theory]
    [InlineData("id,name\n2,a\n1,b\n")]
    [InlineData("id,name\n1,a\n1,b\n")]
    public async Task Of_keys_that_do_not_ascend_the_greatest_tells_nothing(string text)
    {
        var dataset = Given.Dataset(Id with { Constraints = new FieldConstraints { Unique = true } }, Name);
        Assert.Null((await Given.ReadAsync(dataset, text)).LastKeys);
    }

    [Fact]
    public void A_set_that_outgrows_memory_goes_on_in_a_file()
    {
        using var keys = new KeySet(mostInMemory: 1024);
        for (var i = 1L; i <= 50_000; i++)
        {
            Assert.True(keys.Add(System.IO.Hashing.XxHash128.HashToUInt128(BitConverter.GetBytes(i)), i, out _) >= 0);
        }

        Assert.True(keys.IsInFile);
        Assert.Equal(50_000, keys.Count);
        for (var i = 1L; i <= 50_000; i++)
        {
            Assert.Equal(-1, keys.Add(System.IO.Hashing.XxHash128.HashToUInt128(BitConverter.GetBytes(i)), i, out var first));
            Assert.Equal(i, first);
        }
    }
}
