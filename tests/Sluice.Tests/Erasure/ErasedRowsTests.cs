using System.Text;
using Sluice.Erasure;
using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.Tests.Validation;
using Sluice.Validation.Rows;

namespace Sluice.Tests.Erasure;

public class ErasedRowsTests
{
    private const string ById = "[\"id\"]";

    private static readonly DateTimeOffset Time = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string KeyId = DefinitionFingerprint.ComputeKeyId(Given.HashKey)!;

    private static readonly Dataset Users = NewDataset("users", ["id"], Given.Field("id", FieldType.Integer), Given.Field("name"));

    private static readonly Dataset Ads = WithReference(
        NewDataset("ads", ["id"], Given.Field("id", FieldType.Integer), Given.Field("owner")), "owner", "users");

    private static readonly Dataset Sales = WithReference(
        NewDataset("sales", [], Given.Field("ad", FieldType.Integer), Given.Field("price", FieldType.Integer)), "ad", "ads");

    [Fact]
    public async Task A_row_with_an_erased_key_is_neither_loaded_nor_rejected()
    {
        var read = await ReadAsync(Users, "id,name\n41,a\n42,b\n43,c\n", Erase("users", 42L));
        Assert.Equal([1L, 3L], read.Rows);
        Assert.Empty(read.Rejects);
        Assert.Equal([(2L, 3L)], read.Erased);
        Assert.Equal(new ReadPosition(Offset: 23, Lines: 4, Records: 3, Rejected: 0, Erased: 1), read.Position);
    }

    [Theory]
    [InlineData("42,b,c")]
    [InlineData("42")]
    [InlineData("42,a\"b\"")]
    public async Task A_reject_with_an_erased_key_is_left_out_as_well(string row)
    {
        var required = Users with
        {
            Schema = Users.Schema with
            {
                Fields = [Users.Schema.Fields[0], Given.Field("name") with { Constraints = new FieldConstraints { MaxLength = 1 } }],
            },
        };
        var read = await ReadAsync(required, $"id,name\n{row}\n43,long\n", Erase("users", 42L));
        Assert.Equal([2L], read.Rejects);
        Assert.Equal([(1L, 2L)], read.Erased);
    }

    [Fact]
    public async Task A_key_is_found_though_it_breaks_a_constraint()
    {
        var bounded = Users with
        {
            Schema = Users.Schema with
            {
                Fields =
                [
                    Given.Field("id", FieldType.Integer) with { Constraints = new FieldConstraints { Maximum = "10" } },
                    Given.Field("name"),
                ],
            },
        };
        Assert.Empty((await ReadAsync(bounded, "id,name\n42,b\n", Erase("users", 42L))).Rejects);
    }

    [Fact]
    public async Task A_file_of_nothing_but_erased_rows_is_read_to_its_end()
    {
        var rows = string.Concat(Enumerable.Repeat($"42,{new string('x', 1000)}\n", 20_000));
        var read = await ReadAsync(Users, $"id,name\n{rows}43,c\n", Erase("users", 42L));
        Assert.Equal([20_001L], read.Rows);
        Assert.Equal(20_000, read.Position.Erased);
    }

    [Fact]
    public async Task A_row_goes_along_with_the_row_that_it_refers_to() =>
        Assert.Equal([2L], (await ReadAsync(Ads, "id,owner\n1,42\n2,43\n1,42\n", Erase("users", 42L))).Rows);

    [Fact]
    public async Task A_missing_reference_refers_to_nothing() =>
        Assert.Equal([1L], (await ReadAsync(Ads, "id,owner\n1,\n", Erase("users", 42L))).Rows);

    [Theory]
    [InlineData("name")]
    [InlineData()]
    public async Task A_row_stays_erased_by_the_key_of_then_when_its_dataset_has_another_primary_key_or_none(params string[] primaryKey)
    {
        var changed = Users with { Schema = Users.Schema with { PrimaryKey = primaryKey } };
        Assert.Equal([2L], (await ReadAsync(changed, "id,name\n42,a\n43,42\n", Erase("users", 42L, ById))).Rows);
    }

    [Fact]
    public async Task An_equal_value_of_another_key_is_another_key()
    {
        var byName = Users with { Schema = Users.Schema with { PrimaryKey = ["name"] } };
        Tombstone[] both = [.. Erase("users", 42L, ById), .. Erase("users", "a", "[\"name\"]").Select(t => t with { Id = 2 })];
        Assert.Equal([3L], (await ReadAsync(byName, "id,name\n42,b\n43,a\n44,42\n", both)).Rows);
    }

    [Fact]
    public void Keys_of_fields_that_the_schema_has_no_more_are_an_error()
    {
        var keys = ErasedKeys.From(Erase("users", 42L, "[\"number\"]"));
        Assert.Contains(
            "erased by the field number", Assert.Throws<InvalidOperationException>(() => keys.For(Users, Given.HashKey)).Message,
            StringComparison.Ordinal);
        Assert.Null(keys.For(Ads, Given.HashKey));
    }

    [Fact]
    public void A_dataset_without_erased_keys_is_read_as_ever() =>
        Assert.Null(ErasedKeys.From(Erase("ads", 1L)).For(Users, Given.HashKey));

    [Fact]
    public void Keys_that_were_erased_with_another_key_for_hashing_are_an_error_for_their_datasets_only()
    {
        var keys = ErasedKeys.From([.. Erase("users", 42L).Select(t => t with { KeyId = "other" })]);
        Assert.Contains(
            "dataset users were erased with another Sensitive__HashKey (id other)",
            Assert.Throws<InvalidOperationException>(() => keys.For(Ads, Given.HashKey)).Message,
            StringComparison.Ordinal);
        Assert.Null(keys.For(Sales, Given.HashKey));
    }

    private static Tombstone[] Erase(string dataset, object key, string? fields = null)
    {
        var hash = new KeyHash(Given.HashKey).Compute(dataset, fields, [key]);
        return [new Tombstone(dataset, hash, hash, KeyId, Time) { Id = 1, Fields = fields }];
    }

    private static async Task<ErasedRead> ReadAsync(Dataset dataset, string text, IReadOnlyList<Tombstone> tombstones)
    {
        var erased = ErasedKeys.From(tombstones).For(dataset, Given.HashKey);
        await using var reader = await DatasetReader.StartAsync(
            dataset, Given.DuckDb, new ReadOptions { HashKey = Given.HashKey }, Given.File(Encoding.UTF8.GetBytes(text)), hashing: false,
            TestContext.Current.CancellationToken, erased: erased);
        var batch = new ColumnBatch(dataset.Schema, 7);
        var rejects = new List<Reject>();
        var read = new ErasedRead([], [], [], default);
        reader.OnErased = (row, line) => read.Erased.Add((row, line));
        while (await reader.ReadAsync(batch, rejects, TestContext.Current.CancellationToken))
        {
            read.Rows.AddRange(batch.RowNumbers);
            read.Rejects.AddRange(rejects.Select(r => r.Row));
        }

        return read with { Position = reader.Position };
    }

    private static Dataset NewDataset(string name, string[] key, params Field[] fields)
    {
        var dataset = Given.Dataset(fields);
        return dataset with
        {
            Name = name,
            Paths = [new DatasetPath("data", $"{name}/*.csv")],
            WriteMode = key.Length > 0 ? WriteMode.Merge : WriteMode.Append,
            Schema = dataset.Schema with { PrimaryKey = key },
        };
    }

    private static Dataset WithReference(Dataset dataset, string field, string to) => dataset with
    {
        Schema = dataset.Schema with { ForeignKeys = [new ForeignKey([field], to, ["id"]) { Erases = true }] },
    };
}
