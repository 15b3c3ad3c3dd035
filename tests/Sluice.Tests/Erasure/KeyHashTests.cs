using Sluice.Erasure;
using Sluice.IO;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Tests.Validation;
using Sluice.Validation.Rows;

namespace Sluice.Tests.Erasure;

public class KeyHashTests
{
    private readonly KeyHash hash = new(Given.HashKey);

    public static TheoryData<FieldType, string, object> Values => new()
    {
        { FieldType.String, "é", "é" },
        { FieldType.Integer, "-42", -42L },
        { FieldType.Number, "4.20", 4.2m },
        { FieldType.Number, "-0.05", -0.0500m },
        { FieldType.Number, "7", 7.00m },
        { FieldType.Boolean, "true", true },
        { FieldType.Date, "2025-01-31", new DateOnly(2025, 1, 31) },
        { FieldType.Time, "01:02:03", new TimeOnly(1, 2, 3) },
        { FieldType.Datetime, "1969-12-31T23:59:59Z", new DateTime(1969, 12, 31, 23, 59, 59) },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_of_a_file_and_of_a_table_have_one_hash(FieldType type, string text, object value) =>
        Assert.Equal(hash.Compute("users", null, [value]), await HashAsync(type, text));

    [Fact]
    public async Task A_float_of_a_file_and_of_a_table_have_one_hash()
    {
        var field = Given.Field("id", FieldType.Number) with { Column = new ColumnType(ColumnKind.Double) };
        Assert.Equal(hash.Compute("users", null, [0.1]), await HashAsync(field, "0.1"));
        Assert.Equal(hash.Compute("users", null, [-0.0]), await HashAsync(field, "0"));
    }

    [Fact]
    public void Equal_values_have_one_hash_whatever_their_type()
    {
        var integer = hash.Compute("users", null, [42L]);
        Assert.Equal(integer, hash.Compute("users", null, ["42"]));
        Assert.Equal(integer, hash.Compute("users", null, [42.00m]));
        Assert.Equal(integer, hash.Compute("users", null, [42.0]));
    }

    [Fact]
    public void Different_keys_have_different_hashes()
    {
        string[] hashes =
        [
            hash.Compute("users", null, ["a"]), hash.Compute("ads", null, ["a"]), hash.Compute("users", null, ["A"]),
            hash.Compute("users", null, ["a "]),
            hash.Compute("users", null, ["a", ""]), hash.Compute("users", null, ["", "a"]), hash.Compute("users", null, ["ab", "c"]),
            hash.Compute("users", null, ["a", "bc"]), new KeyHash(Given.HashKey.AsSpan(1)).Compute("users", null, ["a"]),
            hash.Compute("users", """["id"]""", ["a"]), hash.Compute("users", """["name"]""", ["a"]),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.All(hashes, h => Assert.Equal(64, h.Length));
    }

    private Task<string> HashAsync(FieldType type, string text) => HashAsync(Given.Field("id", type), text);

    private async Task<string> HashAsync(Field field, string text)
    {
        var dataset = Given.Dataset(field);
        await using var reader = await DatasetReader.StartAsync(
            dataset, Given.DuckDb, new ReadOptions(), Given.File(System.Text.Encoding.UTF8.GetBytes($"id\n{text}\n")), hashing: false,
            TestContext.Current.CancellationToken);
        var batch = new ColumnBatch(dataset.Schema, 1);
        Assert.True(await reader.ReadAsync(batch, [], TestContext.Current.CancellationToken));
        var bytes = new byte[32];
        Assert.True(hash.TryCompute("users", null, [batch.Columns[0]], 0, bytes));
        return Convert.ToHexStringLower(bytes);
    }
}
